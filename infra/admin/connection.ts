import { existsSync, readFileSync } from 'node:fs';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoLearningStore } from '#shared/adapters/dynamodb/learning-store.ts';
import { dynamoMerchantStore } from '#shared/adapters/dynamodb/merchant-store.ts';
import { dynamoOrderStore } from '#shared/adapters/dynamodb/order-store.ts';
import { dynamoProbeStore } from '#shared/adapters/dynamodb/probe-store.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import { SQS_CLIENT_OPTIONS } from '#shared/adapters/sqs/client-options.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { queueUrlOf } from './queues/operated-queues.ts';

/** What a running local stack tells tools: `.local/stack.json`. */
export const localStackFileSchema = z.object({
  dynamoDbEndpoint: z.url(),
  region: z.string(),
  merchantsTable: z.string(),
  ordersTable: z.string().optional(),
  inventoryTable: z.string().optional(),
  channelsTable: z.string().optional(),
  sealingKey: z.string(),
  sqsEndpoint: z.url(),
  queueUrls: z.array(z.url()),
});

const LOCAL_STACK_FILE = '.local/stack.json';
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** `cdk deploy --outputs-file`: stack name → output name → value. */
const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

export interface ConnectionOptions {
  /** A file of CDK outputs: work on AWS. Without it: on the local stack. */
  readonly outputs: string | undefined;
  /** Another local stack's file. */
  readonly stack: string | undefined;
}

/** The use cases' services, on AWS or on this machine. */
export const connect = (options: ConnectionOptions) =>
  options.outputs ? onAws(options.outputs) : onThisMachine(options.stack ?? LOCAL_STACK_FILE);

export type Connection = ReturnType<typeof connect>;

/** The queues of one deployment. */
export interface QueueAccess {
  readonly client: SQSClient;
  /** By its name without the environment's prefix. @throws AppError when the deployment does not have it */
  readonly urlOf: (name: string) => string;
}

const onAws = (file: string) => {
  const outputs = Object.values(outputsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
  const find = (suffix: RegExp): string => {
    const value = outputs.flatMap(Object.entries).find(([name]) => suffix.test(name))?.[1];
    if (!value)
      throw new AppError(
        'invalid_parameter',
        `${file} has no output like ${suffix.source}. Was it written by "cdk deploy --outputs-file"?`,
      );
    return value;
  };
  return services({
    documents: createDocumentClient(),
    merchantsTable: find(/merchants.*TableName$/i),
    sealingKey: find(/SealingKeyArn$/i),
    tables: () => ({
      orders: find(/orders.*TableName$/i),
      inventory: find(/inventory.*TableName$/i),
      channels: find(/channels.*TableName$/i),
    }),
    queues: () => {
      const named = outputs.flatMap(Object.entries).filter(([name]) => /QueueUrl$/.test(name));
      return queueAccess(
        new SQSClient(SQS_CLIENT_OPTIONS),
        named.map(([, url]) => url),
        file,
      );
    },
  });
};

const onThisMachine = (file: string) => {
  if (!existsSync(file)) {
    throw new AppError(
      'unavailable',
      `There is no local stack (${file}). Start one with "npm start", or name a deployment with --outputs.`,
    );
  }
  const stack = localStackFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const documents = createDocumentClient({
    endpoint: stack.dynamoDbEndpoint,
    region: stack.region,
    credentials: LOCAL_CREDENTIALS,
  });
  const { merchantsTable, sealingKey, ordersTable, inventoryTable, channelsTable } = stack;
  return services({
    documents,
    merchantsTable,
    sealingKey,
    tables: () => {
      if (!ordersTable || !inventoryTable || !channelsTable) {
        throw new AppError(
          'unavailable',
          `${file} names no tables of orders: start the stack anew.`,
        );
      }
      return { orders: ordersTable, inventory: inventoryTable, channels: channelsTable };
    },
    queues: () => {
      const { region, sqsEndpoint: endpoint, queueUrls } = stack;
      const sqs = new SQSClient({
        ...SQS_CLIENT_OPTIONS,
        endpoint,
        region,
        credentials: LOCAL_CREDENTIALS,
      });
      return queueAccess(sqs, queueUrls, file);
    },
  });
};

const queueAccess = (client: SQSClient, urls: readonly string[], file: string): QueueAccess => ({
  client,
  urlOf: (name) => {
    const url = queueUrlOf(urls, name);
    if (!url) {
      throw new AppError(
        'invalid_parameter',
        `${file} names no queue ${name}: it was written by another version. Deploy this one, or start it.`,
      );
    }
    return url;
  },
});

interface Deployment {
  readonly documents: DynamoDBDocumentClient;
  readonly merchantsTable: string;
  readonly sealingKey: string;
  readonly tables: () => { orders: string; inventory: string; channels: string };
  readonly queues: () => QueueAccess;
}

const services = ({ documents, merchantsTable, sealingKey, tables, queues }: Deployment) => ({
  merchants: dynamoMerchantStore({ documents, tableName: merchantsTable }),
  sealer: createSealer(sealingKey),
  runtime: systemRuntime,
  /** These are asked for by the commands that need them: a deployment can be older than their addresses. */
  orders: () => dynamoOrderStore(documents, tables()),
  learning: () => dynamoLearningStore({ documents, tableName: tables().channels }),
  probes: () => dynamoProbeStore({ documents, tableName: tables().channels }),
  queues,
});
