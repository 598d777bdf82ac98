import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { OverdueWebhook, WebhookSweep } from '../../application/ports/webhook-store.ts';
import { MERCHANT_INDEXES } from '../../contract/tables.ts';
import { isAnnouncement } from './announcement-items.ts';
import { parseDeliveryItem } from './delivery-items.ts';
import { parseEventItem } from './event-items.ts';
import type { MerchantsTable } from './merchant-store.ts';
import { WORK_KEYS } from './webhook-work.ts';

/** For so long the queue has the work that was taken; then it counts as overdue again. */
const PUT_OFF_MILLIS = 600_000;
/** It is still due, and nobody else took it. */
const IS_STILL_DUE = '#at = :seen';

const { name, partitionKey, sortKey } = MERCHANT_INDEXES.work;
const rowSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  [sortKey]: z.string(),
});
type Row = z.infer<typeof rowSchema>;

/** The sweeper's view of deliveries and announcements. */
export const dynamoWebhookSweep = (table: MerchantsTable): WebhookSweep => ({
  takeOverdue: async (now, limitPerShard) => {
    const rows = await Promise.all(
      WORK_KEYS.map((key) => overdueRows(table, key, now, limitPerShard)),
    );
    const putOffTo = new Date(now.getTime() + PUT_OFF_MILLIS).toISOString();
    const taken = await Promise.all(rows.flat().map((row) => take(table, row, putOffTo)));
    return taken.filter((one) => one !== undefined);
  },
});

const overdueRows = async (
  { documents, tableName }: MerchantsTable,
  key: string,
  now: Date,
  limit: number,
): Promise<Row[]> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: name,
      KeyConditionExpression: '#key = :key AND #at <= :now',
      ExpressionAttributeNames: { '#key': partitionKey, '#at': sortKey },
      ExpressionAttributeValues: { ':key': key, ':now': now.toISOString() },
      Limit: limit,
    }),
  );
  return Items.map((item) => rowSchema.parse(item));
};

const take = async (
  { documents, tableName }: MerchantsTable,
  row: Row,
  putOffTo: string,
): Promise<OverdueWebhook | undefined> => {
  try {
    const { Attributes } = await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk: row.pk, sk: row.sk },
        UpdateExpression: 'SET #at = :putOffTo',
        ConditionExpression: IS_STILL_DUE,
        ExpressionAttributeNames: { '#at': sortKey },
        ExpressionAttributeValues: { ':putOffTo': putOffTo, ':seen': row[sortKey] },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return isAnnouncement(row)
      ? { kind: 'announcement', event: parseEventItem(Attributes) }
      : { kind: 'delivery', delivery: parseDeliveryItem(Attributes) };
  } catch (error) {
    // One row that cannot be read must not keep the others waiting.
    if (error instanceof z.ZodError) return { kind: 'unreadable', key: `${row.pk} ${row.sk}` };
    // The index is a moment behind the table.
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
};
