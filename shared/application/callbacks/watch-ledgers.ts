import type { Runtime } from '../ports/runtime.ts';
import { type Ledger, type LedgersToWatchDeps, ledgersToWatch } from './ledgers-to-watch.ts';
import { type Look, type LookAtLedgerDeps, lookAtLedger } from './look-at-ledger.ts';

export interface WatchLedgersDeps extends LookAtLedgerDeps, LedgersToWatchDeps {
  readonly runtime: LookAtLedgerDeps['runtime'] & Pick<Runtime, 'pause'>;
}

/** Buyers look at the page: a transfer is to be seen within seconds. */
const PAUSE_MILLIS = 3_000;
/** A ledger that cannot be looked at is looked at more and more rarely. */
const MAX_PAUSE_MILLIS = 30_000;
/** Ledgers that are looked at in the same moment. */
const LANES = 40;

interface Planned {
  readonly ledger: Ledger;
  nextAtMillis: number;
  failures: number;
}

/**
 * Looks at every watched ledger, again and again until `until`. A ledger that is slow or fails keeps no others waiting
 * but those of its own lane.
 */
export const watchLedgers = async (deps: WatchLedgersDeps, until: Date): Promise<void> => {
  const ledgers = await ledgersToWatch(deps);
  const holder = deps.runtime.newId('request');
  const lanes = Array.from({ length: Math.min(LANES, ledgers.length) }, (_, lane) =>
    ledgers.filter((_ledger, index) => index % LANES === lane),
  );
  await Promise.all(lanes.map((lane) => watchLane(deps, lane, { holder, until })));
};

const watchLane = async (
  deps: WatchLedgersDeps,
  ledgers: readonly Ledger[],
  { holder, until }: { readonly holder: string; readonly until: Date },
): Promise<void> => {
  const plan: Planned[] = ledgers.map((ledger) => ({ ledger, nextAtMillis: 0, failures: 0 }));
  for (;;) {
    const next = plan.reduce((soonest, each) =>
      each.nextAtMillis < soonest.nextAtMillis ? each : soonest,
    );
    const wait = next.nextAtMillis - deps.runtime.now().getTime();
    if (wait > 0)
      await deps.runtime.pause(Math.min(wait, until.getTime() - deps.runtime.now().getTime()));
    if (deps.runtime.now() >= until) break;
    const look = await lookAtLedger(deps, next.ledger, holder);
    next.failures = look === 'failed' ? next.failures + 1 : 0;
    next.nextAtMillis = deps.runtime.now().getTime() + pauseAfter(look, next.failures);
  }
  await Promise.allSettled(ledgers.map((ledger) => deps.turns.release(ledger, holder)));
};

const pauseAfter = (look: Look, failures: number): number =>
  look === 'behind' ? 0 : Math.min(MAX_PAUSE_MILLIS, PAUSE_MILLIS * 2 ** Math.max(0, failures - 1));
