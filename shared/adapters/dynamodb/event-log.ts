import { setTimeout as pause } from 'node:timers/promises';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { EventLog } from '../../application/ports/event-log.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import { eventItem } from './event-items.ts';
import type { MerchantsTable } from './merchant-store.ts';

/** Items one BatchWriteItem takes. */
const CHUNK = 25;
const MAX_ROUNDS = 8;
const FIRST_PAUSE_MILLIS = 20;

/** Merchants' event lists. An event never changes, so that writing it again is harmless. */
export const createEventLog = (table: MerchantsTable): EventLog => ({
  record: async (events) => {
    // One batch must not name an item twice.
    const distinct = [...new Map(events.map((event) => [event.id, event])).values()];
    for (let start = 0; start < distinct.length; start += CHUNK) {
      await writeChunk(table, distinct.slice(start, start + CHUNK));
    }
  },
});

const writeChunk = async (
  { documents, tableName }: MerchantsTable,
  events: readonly MerchantEvent[],
): Promise<void> => {
  let requests = events.map((event) => ({
    PutRequest: { Item: eventItem(event) as Record<string, unknown> },
  }));
  for (let round = 0; requests.length > 0; round += 1) {
    if (round === MAX_ROUNDS) throw new Error('the merchants table did not take every event');
    if (round > 0) await pause(Math.random() * FIRST_PAUSE_MILLIS * 2 ** round);
    const result = await documents.send(
      new BatchWriteCommand({ RequestItems: { [tableName]: requests } }),
    );
    requests = (result.UnprocessedItems?.[tableName] ?? []) as typeof requests;
  }
};
