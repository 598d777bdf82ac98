import type { CapReader } from '../../application/ports/channel-store.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import { boundedCache } from './bounded-cache.ts';

/** How old what is known of a day's caps may be: the reservation itself is the test. */
const KEPT_MILLIS = 2_000;
const MAX_ENTRIES = 1_000;

/** The payment path's view of caps: enough to leave out a channel that is full, and to make the last of a cap dearer. */
export const cachedCaps = (
  caps: CapReader,
  now: () => number = () => performance.now(),
): CapReader => {
  const kept = boundedCache<ReadonlyMap<string, bigint>>({
    name: 'caps',
    keptMillis: KEPT_MILLIS,
    renewed: true,
    maxEntries: MAX_ENTRIES,
    now,
  });
  return {
    readCaps: (tenant, days) => {
      const names = days.map(({ channelId, day }) => `${channelId} ${day}`).join();
      return kept(`${tenantKey(tenant)} ${names}`, () => caps.readCaps(tenant, days));
    },
  };
};
