import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { EventReader } from '../../application/ports/webhook-store.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { EVENT_SHARDS, eventKey, eventsPk, parseEventItem } from './event-items.ts';
import type { MerchantsTable } from './merchant-store.ts';

/** What merchants were told. Ids sort by creation time, so the shards merge by id. */
export const dynamoEventReader = (table: MerchantsTable): EventReader => ({
  readEvent: async (tenant, eventId) => {
    const { Item } = await table.documents.send(
      new GetCommand({
        TableName: table.tableName,
        Key: eventKey(tenant, eventId),
        ConsistentRead: true,
      }),
    );
    return Item && parseEventItem(Item);
  },
  listEvents: async (tenant, { limit, startingAfter }) => {
    const pages = await Promise.all(
      EVENT_SHARDS.map((shard) => readShard(table, { tenant, shard, limit, startingAfter })),
    );
    const events = pages.flat().sort((a, b) => (a.id < b.id ? 1 : -1));
    return { events: events.slice(0, limit), hasMore: events.length > limit };
  },
});

const readShard = async (
  { documents, tableName }: MerchantsTable,
  page: { tenant: Tenant; shard: number; limit: number; startingAfter: string | undefined },
) => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: page.startingAfter ? 'pk = :pk AND sk < :after' : 'pk = :pk',
      ExpressionAttributeValues: {
        ':pk': eventsPk(page.tenant, page.shard),
        ...(page.startingAfter ? { ':after': page.startingAfter } : {}),
      },
      ScanIndexForward: false,
      // One more than the page tells whether there is another.
      Limit: page.limit + 1,
    }),
  );
  return Items.map(parseEventItem);
};
