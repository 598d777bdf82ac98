import type { Tenant } from '../../domain/identity/tenant.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import { fitSnapshot } from '../../domain/routing/learning/fit-snapshot.ts';
import { takeSnapshot } from '../../domain/routing/learning/health-snapshot.ts';
import { append, seal } from '../../domain/routing/learning/journal.ts';
import type { LearningEvent } from '../../domain/routing/learning/learning-event.ts';
import { sharesOf } from '../../domain/routing/learning/shares-of.ts';
import { poolableShares } from '../../domain/routing/model/pool-priors.ts';
import type { BuyerHabitWriter } from '../ports/buyer-habits.ts';
import type { LearningStore, StoredJournal } from '../ports/learning-store.ts';
import type { PriorShares } from '../ports/prior-store.ts';
import type { RuleCounts, RuleHitWriter } from '../ports/rule-store.ts';
import type { Runtime } from '../ports/runtime.ts';

export interface LearnDeps {
  readonly learning: LearningStore;
  readonly runtime: Pick<Runtime, 'now'>;
  readonly ruleHits: RuleHitWriter;
  readonly shares: PriorShares;
  readonly habits: BuyerHabitWriter;
  /** Journals as this process knows them, so that a warm one reads nothing. */
  readonly kept: Map<string, KeptJournal>;
}

export interface KeptJournal extends StoredJournal {
  /** When base and weights were written last. */
  readonly wholeAt: number;
}

/** Weights are published so often at most, while results come in. */
const WHOLE_EVERY_MILLIS = 30_000;
/** Somebody else's write costs one round; more than a few at once means something else is wrong. */
const MAX_ROUNDS = 8;
const MAX_KEPT = 200;

/**
 * Learns from a tenant's new events and publishes what decisions read. May be called by several processes at once, with
 * events that come twice, late or in any order.
 *
 * @throws Error when others were faster again and again: the caller repeats the batch
 */
export const learnFrom = async (
  { learning, runtime, kept, ruleHits, shares, habits }: LearnDeps,
  tenant: Tenant,
  events: readonly LearningEvent[],
): Promise<void> => {
  const key = tenantKey(tenant);
  let known = kept.get(key);
  kept.delete(key);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { journal, version, wholeAt } = known ?? {
      ...(await learning.load(tenant)),
      wholeAt: 0,
    };
    const fresh = append(journal, events);
    if (fresh.length === 0) return keep(kept, key, { journal, version, wholeAt });
    const now = runtime.now().getTime();
    const isWhole = now - wholeAt >= WHOLE_EVERY_MILLIS;
    // By the time of events: of a stream that is hours late, nothing is too late.
    if (isWhole) seal(journal, Math.min(now, journal.current.upTo));
    const committed = await learning.commit(tenant, {
      previousVersion: version,
      events: fresh,
      snapshot: fitSnapshot(
        takeSnapshot(journal.current, { now: journal.current.upTo, version: version + 1 }),
      ),
      ...(isWhole ? { whole: journal } : {}),
    });
    if (committed) {
      keep(kept, key, { journal, version: version + 1, wholeAt: isWhole ? now : wholeAt });
      await eachTried([
        () => rememberBuyers(habits, tenant, fresh),
        () => countRules(ruleHits, tenant, fresh),
        () => (isWhole ? shareExperience(shares, tenant, { journal, now }) : undefined),
      ]);
      return;
    }
    known = undefined;
  }
  throw new Error(`results of ${key} could not be learned: others write them again and again`);
};

/**
 * What is kept beside what was learned: each once at most, since the events are not fresh any more when the batch is
 * repeated. So that one failure costs no more than its own part, every part is tried before the first failure is thrown.
 */
const eachTried = async (parts: readonly (() => Promise<void> | undefined)[]): Promise<void> => {
  const results = await Promise.allSettled(parts.map(async (part) => part()));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
};

const rememberBuyers = async (
  habits: BuyerHabitWriter,
  tenant: Tenant,
  events: readonly LearningEvent[],
): Promise<void> => {
  for (const event of events) {
    if (event.kind !== 'ended' || !event.buyer) continue;
    await habits.notePaid(tenant, { ...event.buyer, at: new Date(event.at) });
  }
};

const shareExperience = async (
  shares: PriorShares,
  tenant: Tenant,
  { journal, now }: { readonly journal: StoredJournal['journal']; readonly now: number },
): Promise<void> => {
  if (tenant.mode !== 'live') return;
  const known = poolableShares(sharesOf(journal.current, now));
  if (known.length > 0) await shares.writeShare(tenant, known, new Date(now));
};

/** Counts what rules did. Once at most: a crash here costs a few counts, never an order. */
const countRules = async (
  ruleHits: RuleHitWriter,
  tenant: Tenant,
  events: readonly LearningEvent[],
): Promise<void> => {
  const byVersion = new Map<number, Map<string, RuleCounts>>();
  for (const event of events) {
    if (event.kind !== 'started') continue;
    for (const { version, ruleIds, wouldChange } of event.rules ?? []) {
      const counts = byVersion.get(version) ?? new Map<string, RuleCounts>();
      byVersion.set(version, counts);
      for (const id of ruleIds) {
        const known = counts.get(id) ?? { hits: 0, wouldChange: 0 };
        counts.set(id, {
          hits: known.hits + 1,
          wouldChange: known.wouldChange + (wouldChange ? 1 : 0),
        });
      }
    }
  }
  for (const [version, counts] of byVersion) await ruleHits.addRuleHits(tenant, version, counts);
};

const keep = (kept: Map<string, KeptJournal>, key: string, journal: KeptJournal): void => {
  kept.set(key, journal);
  if (kept.size <= MAX_KEPT) return;
  const oldest = kept.keys().next();
  if (!oldest.done) kept.delete(oldest.value);
};
