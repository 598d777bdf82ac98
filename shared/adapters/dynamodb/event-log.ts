import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { EventLog } from '../../application/ports/event-log.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import type { MerchantsTable } from './merchant-store.ts';

/** Days an event stays in the merchant's list. */
const KEPT_DAYS = 90;
/** Items one BatchWriteItem takes. */
const CHUNK = 25;
const MAX_ROUNDS = 8;

export const eventsPk = (tenant: Tenant): string => `${tenantKey(tenant)}#events`;

/** Merchants' event lists. An event never changes, so that writing it again is harmless. */
export const createEventLog = (table: MerchantsTable): EventLog => ({
  record: async (events) => {
    for (let start = 0; start < events.length; start += CHUNK) {
      await writeChunk(table, events.slice(start, start + CHUNK));
    }
  },
});

const writeChunk = async (
  { documents, tableName }: MerchantsTable,
  events: readonly MerchantEvent[],
): Promise<void> => {
  let requests = events.map((event) => ({
    PutRequest: {
      Item: {
        pk: eventsPk(event.tenant),
        sk: event.id,
        event,
        expiresAtSeconds: Math.floor(Date.parse(event.createdAt) / 1000) + KEPT_DAYS * 86_400,
      } as Record<string, unknown>,
    },
  }));
  for (let round = 0; requests.length > 0; round += 1) {
    if (round === MAX_ROUNDS) throw new Error('the merchants table did not take every event');
    const result = await documents.send(
      new BatchWriteCommand({ RequestItems: { [tableName]: requests } }),
    );
    requests = (result.UnprocessedItems?.[tableName] ?? []) as typeof requests;
  }
};
