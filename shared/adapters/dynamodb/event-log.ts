import type { EventLog } from '../../application/ports/event-log.ts';
import type { Backoff } from '../retry/backoff.ts';
import { batchWrite } from './batch-write.ts';
import { eventItem } from './event-items.ts';
import type { MerchantsTable } from './merchant-store.ts';

/** Merchants' event lists. An event never changes, so that writing it again is harmless. */
export const createEventLog = (
  { documents, tableName }: MerchantsTable,
  backoff?: Backoff,
): EventLog => ({
  record: (events) => {
    // One batch must not name an item twice.
    const distinct = [...new Map(events.map((event) => [event.id, event])).values()];
    const puts = distinct.map((event) => ({ PutRequest: { Item: { ...eventItem(event) } } }));
    return batchWrite(documents, tableName, puts, backoff);
  },
});
