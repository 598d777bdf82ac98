import type { WatchOutcome } from '../channel.ts';
import type { UsdtContext } from './config.ts';
import { openLedger } from './open-ledger.ts';
import { isTooSoon, noteLook } from './pace.ts';
import { sightingOf } from './sighting.ts';

/** Reports every final transfer since the last look, also those that belong to no payment. */
export const watch = async (
  context: UsdtContext,
  cursor: string | undefined,
): Promise<WatchOutcome> => {
  if (cursor !== undefined && isTooSoon(context))
    return { kind: 'looked', sightings: [], cursor, isBehind: false };
  const looked = await openLedger(context).look(cursor);
  if (looked.kind === 'failed') return { kind: 'unknown', detail: looked.detail };
  if (!looked.isBehind) noteLook(context);
  const sightings = await Promise.all(
    looked.transfers.map((transfer) => sightingOf(context, transfer)),
  );
  return { kind: 'looked', sightings, cursor: looked.cursor, isBehind: looked.isBehind };
};
