import { describe, expect, test } from 'vitest';
import type { LearningStore, StoredJournal } from '#shared/application/ports/learning-store.ts';
import type { RuleCounts } from '#shared/application/ports/rule-store.ts';
import { type KeptJournal, type LearnDeps, learnFrom } from '#shared/application/routing/learn.ts';
import { type Tenant, tenantKey } from '#shared/domain/identity/tenant.ts';
import type { HealthSnapshot } from '#shared/domain/routing/learning/health-snapshot.ts';
import { append, newJournal } from '#shared/domain/routing/learning/journal.ts';
import {
  copyLearnerState,
  type LearnerState,
} from '#shared/domain/routing/learning/learner-state.ts';
import type {
  AttemptEnded,
  AttemptStarted,
  LearningEvent,
} from '#shared/domain/routing/learning/learning-event.ts';
import { passTime } from '#shared/domain/routing/learning/pass-time.ts';
import type { PriorShare } from '#shared/domain/routing/model/pool-priors.ts';
import { START, someEvents } from '#test/domain/routing/learning/some-events.ts';
import { aTenant } from '#test/support/builders.ts';

/** A learning store in memory, as strict as the real one: a write must follow the version before. */
const aStore = () => {
  interface Kept {
    readonly version: number;
    readonly base: LearnerState;
    readonly sealedUpTo: number;
    readonly tail: readonly LearningEvent[];
    readonly snapshot: HealthSnapshot;
  }
  const byTenant = new Map<string, Kept>();
  const calls = { loads: 0, commits: 0, wholes: 0 };
  const store: LearningStore = {
    load: async (tenant): Promise<StoredJournal> => {
      calls.loads += 1;
      const kept = byTenant.get(tenantKey(tenant));
      if (!kept) return { journal: newJournal(), version: 0 };
      const journal = newJournal(copyLearnerState(kept.base), kept.sealedUpTo);
      append(journal, kept.tail);
      return { journal, version: kept.version };
    },
    commit: async (tenant, { previousVersion, events, snapshot, whole }) => {
      const key = tenantKey(tenant);
      const kept = byTenant.get(key);
      if ((kept?.version ?? 0) !== previousVersion) return false;
      calls.commits += 1;
      if (whole) calls.wholes += 1;
      byTenant.set(key, {
        version: previousVersion + 1,
        base: whole ? copyLearnerState(whole.base) : (kept?.base ?? newJournal().base),
        sealedUpTo: whole?.sealedUpTo ?? kept?.sealedUpTo ?? 0,
        tail: whole ? [...whole.tail] : [...(kept?.tail ?? []), ...events],
        snapshot,
      });
      return true;
    },
  };
  return { store, calls, kept: (tenant: Tenant) => byTenant.get(tenantKey(tenant)) };
};

/** A process that learns, with everything it writes beside what it learned. */
const aLearner = (learning: LearningStore, changes: Partial<LearnDeps> = {}) => {
  const clock = { now: START };
  const hits: { version: number; counts: ReadonlyMap<string, RuleCounts> }[] = [];
  const shares: { tenant: Tenant; shares: readonly PriorShare[] }[] = [];
  const habits: { key: string; channelId: string; method: string; at: Date }[] = [];
  const kept = new Map<string, KeptJournal>();
  const deps: LearnDeps = {
    learning,
    kept,
    runtime: { now: () => new Date(clock.now) },
    ruleHits: {
      addRuleHits: async (_tenant, version, counts) => {
        hits.push({ version, counts });
      },
    },
    shares: {
      writeShare: async (tenant, written) => {
        shares.push({ tenant, shares: written });
      },
    },
    habits: {
      notePaid: async (_tenant, paid) => {
        habits.push(paid);
      },
    },
    ...changes,
  };
  return {
    clock,
    hits,
    shares,
    habits,
    kept,
    learn: (tenant: Tenant, events: readonly LearningEvent[]) => learnFrom(deps, tenant, events),
  };
};

const EVENTS = someEvents({ seed: 21, minutes: 12, perMinute: 15, channels: 2 });
const END = START + 15 * 60_000;

const cleanly = (events: readonly LearningEvent[]): LearnerState => {
  const journal = newJournal();
  append(journal, events);
  passTime(journal.current, END);
  return journal.current;
};
const stored = async (learning: LearningStore, tenant: Tenant): Promise<LearnerState> => {
  const { journal } = await learning.load(tenant);
  passTime(journal.current, END);
  return journal.current;
};

const batches = (size: number): LearningEvent[][] =>
  Array.from({ length: Math.ceil(EVENTS.length / size) }, (_, at) =>
    EVENTS.slice(at * size, (at + 1) * size),
  );
const lastOf = (events: readonly LearningEvent[]): number => Math.max(...events.map((it) => it.at));

const started = EVENTS.find((event) => event.kind === 'started') as AttemptStarted;
const paid: AttemptEnded = {
  kind: 'ended',
  at: started.at + 8_000,
  attemptId: started.attemptId,
  result: 'paid',
  blame: 'channel',
  stage: 'paid',
  buyer: { key: 'buyer-1', channelId: started.channelId, method: 'alipay' },
};

describe('learning', () => {
  test('stores and publishes every batch, and reads what is stored only once', async () => {
    const { store, calls, kept } = aStore();
    const learner = aLearner(store);
    const tenant = aTenant();
    for (const batch of batches(20)) {
      learner.clock.now = lastOf(batch) + 1_000;
      await learner.learn(tenant, batch);
      expect(kept(tenant)?.snapshot).toMatchObject({
        version: calls.commits,
        upTo: lastOf(batch),
      });
    }
    expect(calls).toMatchObject({ loads: 1, commits: batches(20).length });
    expect(await stored(store, tenant)).toEqual(cleanly(EVENTS));
  });

  test('writes the whole state each half minute only', async () => {
    const { store, calls } = aStore();
    const learner = aLearner(store);
    const tenant = aTenant();
    for (const [index, batch] of batches(10).entries()) {
      learner.clock.now = START + index * 5_000;
      await learner.learn(tenant, batch);
    }
    expect(calls.wholes).toBe(Math.ceil(batches(10).length / 6));
  });

  test('of nothing new writes nothing', async () => {
    const { store, calls } = aStore();
    const learner = aLearner(store);
    const tenant = aTenant();
    await learner.learn(tenant, [started, paid]);
    await learner.learn(tenant, [started, paid]);
    await learner.learn(tenant, []);
    expect(calls.commits).toBe(1);
    expect(learner.habits).toHaveLength(1);
  });

  test('keeps tenants, and their modes, apart', async () => {
    const { store } = aStore();
    const learner = aLearner(store);
    const live = aTenant('live');
    const others: Tenant[] = [{ ...live, mode: 'test' }, aTenant('live')];
    await learner.learn(live, EVENTS);
    for (const other of others) {
      expect((await store.load(other)).version).toBe(0);
      await learner.learn(other, [started]);
    }
    expect((await store.load(live)).journal.current.events).toBe(EVENTS.length);
    for (const other of others) expect((await store.load(other)).journal.current.events).toBe(1);
  });
});

describe('when another process was faster', () => {
  test('it reads again, and nothing is lost or counted twice', async () => {
    const { store } = aStore();
    const [one, other] = [aLearner(store), aLearner(store)];
    const tenant = aTenant();
    for (const [index, batch] of batches(12).entries()) {
      const learner = index % 2 === 0 ? one : other;
      for (const it of [one, other]) it.clock.now = lastOf(batch) + 1_000;
      // Overlapping batches: each process hears half of the other's events as well.
      await learner.learn(tenant, [...(batches(12)[index - 1] ?? []).slice(6), ...batch]);
    }
    expect(await stored(store, tenant)).toEqual(cleanly(EVENTS));
  });

  test('what rules did and who paid is counted by the one whose write was taken', async () => {
    const { store } = aStore();
    const tenant = aTenant();
    const rules = [{ version: 3, ruleIds: ['night', 'small'], wouldChange: false }];
    const events: LearningEvent[] = [{ ...started, rules }, paid];
    const first = aLearner(store);
    let beaten = false;
    const second = aLearner({
      load: store.load,
      commit: async (who, change) => {
        if (!beaten) {
          beaten = true;
          await first.learn(tenant, events);
        }
        return store.commit(who, change);
      },
    });
    await second.learn(tenant, events);
    expect(first.hits).toEqual([
      {
        version: 3,
        counts: new Map([
          ['night', { hits: 1, wouldChange: 0 }],
          ['small', { hits: 1, wouldChange: 0 }],
        ]),
      },
    ]);
    expect(first.habits).toEqual([
      { key: 'buyer-1', channelId: started.channelId, method: 'alipay', at: new Date(paid.at) },
    ]);
    expect([second.hits, second.habits]).toEqual([[], []]);
  });

  test('it gives up after a few rounds, and the batch can be learned when it comes again', async () => {
    const { store } = aStore();
    let rounds = 0;
    let isContended = true;
    const learner = aLearner({
      load: store.load,
      commit: async (who, change) => {
        rounds += 1;
        return isContended ? false : store.commit(who, change);
      },
    });
    const tenant = aTenant();
    await expect(learner.learn(tenant, EVENTS)).rejects.toThrow('could not be learned');
    expect(rounds).toBeLessThanOrEqual(10);
    isContended = false;
    await learner.learn(tenant, EVENTS);
    expect(await stored(store, tenant)).toEqual(cleanly(EVENTS));
  });

  test('a write that failed leaves nothing behind in memory that was not stored', async () => {
    const { store } = aStore();
    let isBroken = false;
    const learner = aLearner({
      load: store.load,
      commit: async (who, change) => {
        if (isBroken) throw new Error('throttled');
        return store.commit(who, change);
      },
    });
    const tenant = aTenant();
    await learner.learn(tenant, [started]);
    isBroken = true;
    await expect(learner.learn(tenant, [paid])).rejects.toThrow('throttled');
    expect(learner.kept.size).toBe(0);
    isBroken = false;
    await learner.learn(tenant, [paid]);
    expect((await store.load(tenant)).journal.current.events).toBe(2);
  });
});

describe('beside the channels', () => {
  test('it counts what rules did, by version, once for each payment', async () => {
    const learner = aLearner(aStore().store);
    const tenant = aTenant();
    const starts = EVENTS.filter((event) => event.kind === 'started').slice(0, 10);
    const events = starts.map((event, index) => ({
      ...event,
      rules: [
        { version: 3, ruleIds: ['night'], wouldChange: false },
        { version: 4, ruleIds: ['draft'], wouldChange: index < 4 },
      ],
    }));
    await learner.learn(tenant, events.slice(0, 6));
    await learner.learn(tenant, events);
    const total = (version: number, id: string): RuleCounts =>
      learner.hits
        .filter((hit) => hit.version === version)
        .reduce(
          (sum, { counts }) => ({
            hits: sum.hits + (counts.get(id)?.hits ?? 0),
            wouldChange: sum.wouldChange + (counts.get(id)?.wouldChange ?? 0),
          }),
          { hits: 0, wouldChange: 0 },
        );
    expect(total(3, 'night')).toEqual({ hits: 10, wouldChange: 0 });
    expect(total(4, 'draft')).toEqual({ hits: 10, wouldChange: 4 });
  });

  test('it shares what a live shop has seen often enough, and of a test shop nothing', async () => {
    const learner = aLearner(aStore().store);
    const many = someEvents({ seed: 22, minutes: 10, perMinute: 20, channels: 1 });
    for (const mode of ['test', 'live'] as const) {
      learner.clock.now = END;
      await learner.learn(aTenant(mode), many);
    }
    expect(learner.shares.map(({ tenant }) => tenant.mode)).toEqual(['live']);
    const shared = learner.shares[0]?.shares ?? [];
    expect(shared.map(({ key }) => key).sort()).toEqual(['fake|alipay', 'fake|wechat_pay']);
    for (const { tries, paid: paidTries } of shared) {
      expect(tries).toBeGreaterThanOrEqual(50);
      expect(paidTries / tries).toBeGreaterThan(0.5);
    }
  });

  test('it shares nothing of a shop with little experience', async () => {
    const learner = aLearner(aStore().store);
    learner.clock.now = END;
    await learner.learn(aTenant('live'), EVENTS.slice(0, 60));
    expect(learner.shares).toEqual([]);
  });

  test('a repeated batch after a failure beside it learns nothing twice', async () => {
    const { store } = aStore();
    let isBroken = true;
    const learner = aLearner(store, {
      ruleHits: {
        addRuleHits: async () => {
          if (isBroken) throw new Error('throttled');
        },
      },
    });
    const tenant = aTenant();
    const ruled = {
      ...started,
      rules: [{ version: 1, ruleIds: ['r'], wouldChange: false }],
    };
    await expect(learner.learn(tenant, [ruled, paid])).rejects.toThrow('throttled');
    isBroken = false;
    await learner.learn(tenant, [ruled, paid]);
    expect((await store.load(tenant)).journal.current.events).toBe(2);
  });

  test('a buyer who paid is remembered, though counting rules failed at the first try', async () => {
    let isBroken = true;
    const learner = aLearner(aStore().store, {
      ruleHits: {
        addRuleHits: async () => {
          if (isBroken) throw new Error('throttled');
        },
      },
    });
    const tenant = aTenant();
    const events = [
      { ...started, rules: [{ version: 1, ruleIds: ['r'], wouldChange: false }] },
      paid,
    ];
    await expect(learner.learn(tenant, events)).rejects.toThrow('throttled');
    isBroken = false;
    await learner.learn(tenant, events);
    expect(learner.habits).toHaveLength(1);
  });
});

describe('results that waited for an hour, because nothing was learned meanwhile', () => {
  const backlog = async () => {
    const { store } = aStore();
    const learner = aLearner(store);
    const tenant = aTenant();
    learner.clock.now = END + 3_600_000;
    for (const batch of batches(50)) {
      await learner.learn(tenant, batch);
      learner.clock.now += 200;
    }
    return { store, tenant };
  };

  test('are learned in their order when they come at last', async () => {
    const { store, tenant } = await backlog();
    expect(await stored(store, tenant)).toEqual(cleanly(EVENTS));
  });
});
