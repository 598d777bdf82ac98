import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import DataLoader from 'dataloader';
import type { OrderPeek } from '../../application/ports/order-store.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import { batchGet, KEYS_PER_CALL } from './batch-get.ts';
import { attemptSk, ORDER_SK, orderPk, parseOrderRow } from './order-items.ts';

type ItemKey = Readonly<Record<'pk' | 'sk', string>>;

const nameOf = ({ pk, sk }: Record<string, unknown>): string => `${pk} ${sk}`;

/** Looks at single items of orders; those that are asked for at the same moment are read in one BatchGetItem. */
export const dynamoOrderPeek = (
  documents: DynamoDBDocumentClient,
  ordersTable: string,
): OrderPeek => {
  const items = new DataLoader<ItemKey, Record<string, unknown> | undefined>(
    async (keys) => {
      // One call takes a key once.
      const distinct = new Map(keys.map((key) => [nameOf(key), key]));
      const found = await batchGet(documents, {
        tableName: ordersTable,
        keys: [...distinct.values()],
        consistent: true,
      });
      const byName = new Map(found.map((item) => [nameOf(item), item]));
      return keys.map((key) => byName.get(nameOf(key)));
    },
    // What was true a moment ago is not remembered.
    { cache: false, maxBatchSize: KEYS_PER_CALL },
  );
  const read = async (key: ItemKey) => {
    const item = await items.load(key);
    return item && parseOrderRow(item);
  };
  return {
    order: async (tenant, orderId) => {
      const row = await read({ pk: orderPk(tenant, orderId), sk: ORDER_SK });
      return row?.kind === 'order' ? row.order : undefined;
    },
    attempt: async (tenant, attemptId) => {
      const pk = orderPk(tenant, orderIdOfAttempt(attemptId));
      const row = await read({ pk, sk: attemptSk(attemptId) });
      return row?.kind === 'attempt' ? row.attempt : undefined;
    },
  };
};
