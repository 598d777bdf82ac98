import type { Tenant } from '../../domain/identity/tenant.ts';
import { eventsOf } from '../../domain/routing/learning/events-of.ts';
import { fitSnapshot } from '../../domain/routing/learning/fit-snapshot.ts';
import { takeSnapshot } from '../../domain/routing/learning/health-snapshot.ts';
import { append, type Journal, newJournal, seal } from '../../domain/routing/learning/journal.ts';
import type { LearningEvent } from '../../domain/routing/learning/learning-event.ts';
import { probedEvents } from '../../domain/routing/probes/probe.ts';
import type { LearningStore } from '../ports/learning-store.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { ProbeStore } from '../ports/probe-store.ts';
import type { Runtime } from '../ports/runtime.ts';

export interface RebuildDeps {
  readonly orders: Pick<OrderStore, 'list' | 'load'>;
  readonly learning: LearningStore;
  readonly probes: Pick<ProbeStore, 'list'>;
  readonly runtime: Pick<Runtime, 'now'>;
}

const ORDERS_A_PAGE = 100;
const READS_AT_ONCE = 16;
const MAX_ROUNDS = 20;
/** A read that takes longer is followed by another one, of what may have changed meanwhile. */
const CATCH_UP_MILLIS = 120_000;
/** Payments of orders older than this have ended. */
const LONGEST_PAYMENT_MILLIS = 2 * 86_400_000;

/**
 * Learns a tenant's channels anew from the orders table and puts the result in the place of what was learned live.
 * Results that come in meanwhile are not lost: the live journal's latest events are joined in before it is replaced.
 *
 * @param from orders created before are left out: what is older than weeks has faded anyway
 * @throws Error when results come in faster than the replacement can be written
 */
export const rebuildLearning = async (
  { orders, learning, probes, runtime }: RebuildDeps,
  tenant: Tenant,
  { from }: { readonly from?: Date } = {},
): Promise<{ readonly orders: number; readonly attempts: number; readonly events: number }> => {
  const startedAt = runtime.now();
  const journal = newJournal();
  const counted = await readAll({ orders, runtime }, tenant, { from, journal });
  // Results that came in during a long read may be sealed in the live state already: they are read again.
  for (let last = startedAt; runtime.now().getTime() - last.getTime() > CATCH_UP_MILLIS; ) {
    const since = new Date(last.getTime() - LONGEST_PAYMENT_MILLIS);
    last = runtime.now();
    await readAll({ orders, runtime }, tenant, { from: since, journal });
  }
  const probed = await probes.list(tenant, from ?? new Date(0));
  append(journal, probed.flatMap(probedEvents));
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const stored = await learning.load(tenant);
    append(journal, stored.journal.tail);
    const now = runtime.now().getTime();
    seal(journal, now);
    const committed = await learning.commit(tenant, {
      previousVersion: stored.version,
      events: [],
      snapshot: fitSnapshot(
        takeSnapshot(journal.current, { now: journal.current.upTo, version: stored.version + 1 }),
      ),
      whole: journal,
    });
    if (committed) return { ...counted, events: journal.current.events };
  }
  throw new Error('results come in faster than what was rebuilt can be stored; try again');
};

/** Reads orders created since `from` into the journal. What it knows already changes nothing. */
const readAll = async (
  { orders, runtime }: Pick<RebuildDeps, 'orders' | 'runtime'>,
  tenant: Tenant,
  { from, journal }: { readonly from: Date | undefined; readonly journal: Journal },
): Promise<{ readonly orders: number; readonly attempts: number }> => {
  const events: LearningEvent[] = [];
  let counted = { orders: 0, attempts: 0 };
  for await (const orderIds of pagesOf(orders, tenant, from, runtime.now())) {
    for (let at = 0; at < orderIds.length; at += READS_AT_ONCE) {
      const group = orderIds.slice(at, at + READS_AT_ONCE);
      const loaded = await Promise.all(group.map((id) => orders.load(tenant, id)));
      const attempts = loaded.flatMap((aggregate) => aggregate?.attempts ?? []);
      for (const attempt of attempts) events.push(...eventsOf(attempt));
      counted = {
        orders: counted.orders + group.length,
        attempts: counted.attempts + attempts.length,
      };
    }
  }
  append(journal, events);
  return counted;
};

/** Ids of a tenant's orders, newest first, page by page. */
async function* pagesOf(
  orders: RebuildDeps['orders'],
  tenant: Tenant,
  from: Date | undefined,
  now: Date,
): AsyncGenerator<readonly string[]> {
  let startingAfter: string | undefined;
  do {
    const page = await orders.list(
      tenant,
      from ? { createdFrom: from } : {},
      { limit: ORDERS_A_PAGE, ...(startingAfter === undefined ? {} : { startingAfter }) },
      now,
    );
    const ids = page.orders.map(({ id }) => id);
    if (ids.length > 0) yield ids;
    startingAfter = page.hasMore ? ids.at(-1) : undefined;
  } while (startingAfter !== undefined);
}
