import { ENV, type EnvironmentName } from '#shared/contract/environment.ts';
import type { QueueName } from '#shared/contract/queues.ts';
import type { TableName } from '#shared/contract/tables.ts';
import type { FunctionDeclaration } from '../features/feature.ts';
import type { Resources } from './resources.ts';

const TABLE_VARIABLES: Readonly<Record<TableName, EnvironmentName>> = {
  orders: ENV.ordersTable,
  inventory: ENV.inventoryTable,
  channels: ENV.channelsTable,
  merchants: ENV.merchantsTable,
  idempotency: ENV.idempotencyTable,
};

const QUEUE_VARIABLES: Readonly<Record<QueueName, EnvironmentName>> = {
  callbacks: ENV.callbacksQueueUrl,
  'follow-ups': ENV.followUpsQueueUrl,
  webhooks: ENV.webhooksQueueUrl,
};

/** The variables of the contract that a function gets: those of the things it may touch, and no other. */
export const functionEnvironment = (
  declaration: FunctionDeclaration,
  resources: Resources,
): Partial<Record<EnvironmentName, string>> => {
  const environment: Partial<Record<EnvironmentName, string>> = {};
  for (const name of Object.keys(declaration.tables ?? {}) as TableName[]) {
    environment[TABLE_VARIABLES[name]] = resources.tables[name].tableName;
  }
  for (const name of declaration.sendsTo ?? []) {
    environment[QUEUE_VARIABLES[name]] = resources.queues[name].queueUrl;
  }
  if (declaration.sealing) environment[ENV.sealingKey] = resources.sealingKey.keyArn;
  if (declaration.announcesCallbacks) {
    environment[ENV.callbacksBaseUrl] = resources.callbacksBaseUrl;
  }
  return environment;
};
