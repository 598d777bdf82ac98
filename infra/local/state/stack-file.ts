import { rmSync, writeFileSync } from 'node:fs';
import type { z } from 'zod';
import { ENV } from '#shared/contract/environment.ts';
import type { localStackFileSchema } from '../../admin/connection.ts';
import type { LocalStack } from '../local-stack.ts';

/**
 * Writes `stack.json`, by which operators' tools (`npm run admin`) find a running stack, and returns what removes it.
 * A stack without merchants has none.
 */
export const writeStackFile = ({
  directory,
  emulators,
  model,
  region,
}: LocalStack): (() => void) => {
  const tableOf = (variable: string): string | undefined =>
    model.functions.map(({ variables }) => variables[variable]).find((name) => name !== undefined);
  const merchantsTable = tableOf(ENV.merchantsTable);
  if (merchantsTable === undefined) return () => {};
  const content: z.input<typeof localStackFileSchema> = {
    dynamoDbEndpoint: emulators.dynamoDbEndpoint,
    region,
    merchantsTable,
    ordersTable: tableOf(ENV.ordersTable),
    inventoryTable: tableOf(ENV.inventoryTable),
    channelsTable: tableOf(ENV.channelsTable),
    sealingKey: `file:${directory.sealingKey}`,
    sqsEndpoint: emulators.sqsEndpoint,
    queueUrls: model.queues.map(({ name }) => emulators.queueUrl(name)),
  };
  writeFileSync(directory.stack, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  return () => rmSync(directory.stack, { force: true });
};
