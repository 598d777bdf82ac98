import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { DeliveryStore } from '../../application/ports/webhook-store.ts';
import type { Delivery } from '../../domain/webhooks/delivery.ts';
import { deliveriesPk, deliveryItem, deliveryKey, parseDeliveryItem } from './delivery-items.ts';
import type { MerchantsTable } from './merchant-store.ts';

/** Nobody began to deliver this event to this endpoint. */
const IS_NEW = 'attribute_not_exists(pk)';
/** The delivery is as it was read. */
const IS_UNCHANGED = 'version = :before';

/** What became of each event at each endpoint. */
export const dynamoDeliveryStore = ({ documents, tableName }: MerchantsTable): DeliveryStore => ({
  readDelivery: async (tenant, eventId, endpointId) => {
    const { Item } = await documents.send(
      new GetCommand({
        TableName: tableName,
        Key: deliveryKey(tenant, eventId, endpointId),
        ConsistentRead: true,
      }),
    );
    return Item && parseDeliveryItem(Item);
  },
  listDeliveries: async (tenant, eventId) => {
    const deliveries: Delivery[] = [];
    const pages = paginateQuery(
      { client: documents },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': deliveriesPk(tenant, eventId) },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) deliveries.push(...Items.map(parseDeliveryItem));
    return deliveries;
  },
  writeDelivery: async (delivery) => {
    const before = delivery.version - 1;
    const writeId = randomUUID();
    try {
      await documents.send(
        new PutCommand({
          TableName: tableName,
          Item: { ...deliveryItem(delivery), writeId },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ...(before === 0
            ? { ConditionExpression: IS_NEW }
            : {
                ConditionExpression: IS_UNCHANGED,
                ExpressionAttributeValues: { ':before': before },
              }),
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // The SDK repeats a call whose answer was lost: the second copy is refused by the first.
      return error.Item?.writeId?.S === writeId;
    }
  },
});
