import { parseDeliveryItem } from '#shared/adapters/dynamodb/delivery-items.ts';
import type { Item, Tables } from './tables.ts';

/** A try that is due sooner, or was a moment ago, comes by itself. */
const SOON_MILLIS = 60_000;
const LATE_MILLIS = 30_000;

/**
 * Events whose next try is minutes away: after several tries that failed or were cut off, or because a crash lost the
 * queue's message, which the sweeper makes good for after ten minutes. A merchant who misses them asks for them again.
 *
 * @param rows of the index of deliveries that are to be tried again
 */
export const missedWebhooks = async (
  tables: Tables,
  rows: readonly Item[],
  now: number,
): Promise<string[]> => {
  const events = new Set<string>();
  for (const { pk } of rows) {
    if (!String(pk).includes('#deliveries#')) continue;
    for (const item of await tables.partition('merchants', String(pk))) {
      const { eventId, state, dueAt, leaseUntil } = parseDeliveryItem(item);
      if (state !== 'pending' || dueAt === undefined) continue;
      const at = Date.parse(leaseUntil ?? dueAt);
      if (at > now + SOON_MILLIS || at < now - LATE_MILLIS) events.add(eventId);
    }
  }
  return [...events];
};
