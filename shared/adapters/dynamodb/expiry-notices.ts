import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ExpiryNotice, ExpiryNotices } from '../../application/ports/expiry-notices.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import { looseOutboxItem } from './order-items.ts';
import { writeTransaction } from './transaction.ts';

/** Nobody gave this notice before. */
const NOT_GIVEN = 'attribute_not_exists(pk)';

const noticeItem = ({ tenant, channelId, param, expiresAt, days }: ExpiryNotice) => ({
  pk: `${tenantKey(tenant)}#expiries`,
  sk: `${channelId}#${param}#${expiresAt.toISOString()}#${days}`,
});

/** Notices in the channels table, their events in the outbox of the orders table, which is relayed and swept. */
export const dynamoExpiryNotices = (
  documents: DynamoDBDocumentClient,
  tables: { readonly channels: string; readonly orders: string },
): ExpiryNotices => ({
  announce: async (notice, event) => {
    const outcome = await writeTransaction(documents, [
      {
        write: {
          Put: {
            TableName: tables.channels,
            Item: noticeItem(notice),
            ConditionExpression: NOT_GIVEN,
          },
        },
        refusal: 'given' as const,
      },
      {
        write: { Put: { TableName: tables.orders, Item: looseOutboxItem(event) } },
        refusal: 'given' as const,
      },
    ]);
    if (outcome.kind === 'contended') throw new Error('a notice is being given by somebody else');
    return outcome.kind === 'written';
  },
});
