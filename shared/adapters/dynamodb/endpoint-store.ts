import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { EndpointStore } from '../../application/ports/webhook-store.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { webhookEndpointSchema } from '../../domain/webhooks/endpoint.ts';
import { announcementItem, announcementKey } from './announcement-items.ts';
import { eventItem } from './event-items.ts';
import type { MerchantsTable } from './merchant-store.ts';
import { type GuardedWrite, writeTransaction } from './transaction.ts';

/** Nobody stored endpoints for this tenant yet. */
const IS_NEW = 'attribute_not_exists(pk)';
/** The list is as it was read. */
const IS_UNCHANGED = 'version = :before';

const endpointsKey = (tenant: Tenant) => ({ pk: `${tenantKey(tenant)}#webhooks`, sk: 'endpoints' });

const itemSchema = z.object({ endpoints: z.array(webhookEndpointSchema), version: z.int() });

/** A tenant's webhook endpoints: one item, so that one read serves an event and one condition guards their number. */
export const dynamoEndpointStore = ({ documents, tableName }: MerchantsTable): EndpointStore => ({
  readEndpoints: async (tenant) => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: endpointsKey(tenant), ConsistentRead: true }),
    );
    return { tenant, ...(Item ? itemSchema.parse(Item) : { endpoints: [], version: 0 }) };
  },
  writeEndpoints: async (before, endpoints, event) => {
    const put = (Item: Record<string, unknown>) => ({ Put: { TableName: tableName, Item } });
    const list: GuardedWrite<'changed'> = {
      write: {
        Put: {
          TableName: tableName,
          Item: { ...endpointsKey(before.tenant), endpoints, version: before.version + 1 },
          ...(before.version === 0
            ? { ConditionExpression: IS_NEW }
            : {
                ConditionExpression: IS_UNCHANGED,
                ExpressionAttributeValues: { ':before': before.version },
              }),
        },
      },
      refusal: 'changed',
    };
    const announced = event ? [eventItem(event), announcementItem(event)] : [];
    const outcome = await writeTransaction(documents, [
      list,
      ...announced.map((item) => ({ write: put(item), refusal: 'changed' as const })),
    ]);
    return outcome.kind === 'written';
  },
  forgetAnnouncement: async ({ tenant, id }) => {
    await documents.send(
      new DeleteCommand({ TableName: tableName, Key: announcementKey(tenant, id) }),
    );
  },
});
