import type { ClientRequest } from 'node:http';
import { z } from 'zod';

export interface SdkCall {
  /** `dynamodb TransactWriteItems OrdersTable×3 InventoryTable×2` */
  readonly name: string;
  readonly service: 'dynamodb' | 'sqs';
  readonly operation: string;
  /** Items or messages by table or queue. */
  readonly targets: Readonly<Record<string, number>>;
  /** The input, as JSON. */
  readonly body: string;
}

const PREFIXES = { DynamoDB_20120810: 'dynamodb', AmazonSQS: 'sqs' } as const;

const inputSchema = z.object({
  TableName: z.string().optional(),
  QueueUrl: z.string().optional(),
  Entries: z.array(z.unknown()).optional(),
  TransactItems: z.array(z.record(z.string(), z.object({ TableName: z.string() }))).optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
});

/** Reads a call to DynamoDB or SQS off a request that is about to be sent; `undefined` when it is no such call. */
export const readSdkCall = (request: ClientRequest, body: unknown): SdkCall | undefined => {
  const [prefix = '', operation = ''] = String(request.getHeader('x-amz-target') ?? '').split('.');
  const service = PREFIXES[prefix as keyof typeof PREFIXES];
  const isSdk = String(request.getHeader('user-agent') ?? '').startsWith('aws-sdk-js');
  if (!service || !isSdk) return undefined;
  const text = typeof body === 'string' ? body : Buffer.from(body as Uint8Array).toString('utf8');
  const targets = targetsOf(inputSchema.parse(JSON.parse(text)));
  const named = Object.entries(targets).map(([name, items]) => `${name}×${items}`);
  return {
    name: [service, operation, ...named].join(' '),
    service,
    operation,
    targets,
    body: text,
  };
};

const targetsOf = (input: z.infer<typeof inputSchema>): Record<string, number> => {
  const targets: Record<string, number> = {};
  const add = (name: string, items: number): void => {
    targets[name] = (targets[name] ?? 0) + items;
  };
  if (input.TableName) add(input.TableName, 1);
  if (input.QueueUrl) add(input.QueueUrl.split('/').at(-1) ?? '', input.Entries?.length ?? 1);
  for (const item of input.TransactItems ?? []) {
    for (const { TableName } of Object.values(item)) add(TableName, 1);
  }
  for (const [table, request] of Object.entries(input.RequestItems ?? {})) {
    const keys = Array.isArray(request) ? request : (request as { Keys?: unknown[] }).Keys;
    add(table, keys?.length ?? 1);
  }
  return targets;
};
