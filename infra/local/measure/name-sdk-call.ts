import type { ClientRequest } from 'node:http';
import { z } from 'zod';

const PREFIXES = { DynamoDB_20120810: 'dynamodb', AmazonSQS: 'sqs' } as const;

/**
 * Names a call to DynamoDB or SQS that is about to be sent, e.g. `dynamodb TransactWriteItems OrdersTable×3`;
 * `undefined` when it is no call of the SDK's.
 */
export const nameSdkCall = (request: ClientRequest, body: unknown): string | undefined => {
  const [prefix = '', operation = ''] = String(request.getHeader('x-amz-target') ?? '').split('.');
  const service = PREFIXES[prefix as keyof typeof PREFIXES];
  const isSdk = String(request.getHeader('user-agent') ?? '').startsWith('aws-sdk-js');
  if (!service || !isSdk) return undefined;
  const text = typeof body === 'string' ? body : Buffer.from(body as Uint8Array).toString('utf8');
  const targets = service === 'sqs' ? queueOf(text) : tablesOf(text, operation);
  const named = Object.entries(targets).map(([name, items]) => `${name}×${items}`);
  return [service, operation, ...named].join(' ');
};

/**
 * Patterns instead of parsing, which would cost half as much as the call itself. Inside a value every quotation mark
 * is escaped, so that only real fields match.
 */
const TABLE_NAME = /"TableName":"([^"\\]+)"/g;
const QUEUE_URL = /"QueueUrl":"[^"\\]*\/([^"\\/]+)"/;
const ENTRY_ID = /"Id":"/g;

const tablesOf = (text: string, operation: string): Record<string, number> => {
  if (operation.startsWith('Batch')) return batchTablesOf(text);
  const tables: Record<string, number> = {};
  for (const [, name = ''] of text.matchAll(TABLE_NAME)) tables[name] = (tables[name] ?? 0) + 1;
  return tables;
};

const batchSchema = z.object({
  RequestItems: z.record(
    z.string(),
    z.union([z.array(z.unknown()), z.object({ Keys: z.array(z.unknown()) })]),
  ),
});

const batchTablesOf = (text: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(batchSchema.parse(JSON.parse(text)).RequestItems).map(([name, items]) => [
      name,
      Array.isArray(items) ? items.length : items.Keys.length,
    ]),
  );

const queueOf = (text: string): Record<string, number> => {
  const queue = QUEUE_URL.exec(text)?.[1];
  return queue === undefined ? {} : { [queue]: text.match(ENTRY_ID)?.length ?? 1 };
};
