import { z } from 'zod';
import { QUEUES } from '#shared/contract/queues.ts';
import { TABLES } from '#shared/contract/tables.ts';

const inputSchema = z.object({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  QueueUrl: z.string().optional(),
  TransactItems: z.array(z.record(z.string(), z.object({ TableName: z.string() }))).optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
});

/** Members of a transaction and the right that each needs. */
const TRANSACTION_VERBS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/**
 * The rights that AWS asks for a call, as `<verb> <table>[/<index>]` or `send <queue>`. A transaction needs the rights
 * of its members; a batch read or write has a right of its own.
 * @param target the header x-amz-target
 */
export const sdkNeeds = (target: string, body: string): string[] => {
  const [service = '', operation = ''] = target.split('.');
  const input = inputSchema.parse(JSON.parse(body));
  if (service === 'AmazonSQS') {
    return /^SendMessage/.test(operation) ? [`send ${queueOf(input.QueueUrl ?? '')}`] : [];
  }
  if (!service.startsWith('DynamoDB_')) return [];
  const needs = [
    ...(input.TransactItems ?? []).flatMap((item) =>
      Object.entries(item).map(
        ([kind, { TableName }]) => `${TRANSACTION_VERBS[kind]} ${tableOf(TableName)}`,
      ),
    ),
    ...Object.keys(input.RequestItems ?? {}).map((table) => `${operation} ${tableOf(table)}`),
    ...(input.TableName
      ? [`${operation} ${tableOf(input.TableName)}${input.IndexName ? `/${input.IndexName}` : ''}`]
      : []),
  ];
  return [...new Set(needs)];
};

const tableOf = (physicalName: string): string =>
  Object.keys(TABLES).find((name) => physicalName.toLowerCase().includes(`${name}table`)) ??
  physicalName;

const queueOf = (url: string): string => QUEUES.find((name) => url.endsWith(`-${name}`)) ?? url;
