import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoBuyerHabits } from '#shared/adapters/dynamodb/buyer-habits.ts';
import {
  dynamoKnowledgeReader,
  dynamoLearningStore,
} from '#shared/adapters/dynamodb/learning-store.ts';
import { dynamoOrderStore } from '#shared/adapters/dynamodb/order-store.ts';
import { dynamoPriorStore } from '#shared/adapters/dynamodb/prior-store.ts';
import { dynamoProbeStore } from '#shared/adapters/dynamodb/probe-store.ts';
import { dynamoRuleHits } from '#shared/adapters/dynamodb/rule-hits.ts';
import { type LearnDeps, learnFrom } from '#shared/application/routing/learn.ts';
import { rebuildLearning } from '#shared/application/routing/rebuild-learning.ts';
import { attemptIdOf, toOrderId } from '#shared/domain/identity/ids.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { money } from '#shared/domain/money/money.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { eventsOf } from '#shared/domain/routing/learning/events-of.ts';
import type { HealthSnapshot } from '#shared/domain/routing/learning/health-snapshot.ts';
import { newJournal } from '#shared/domain/routing/learning/journal.ts';
import { passTime } from '#shared/domain/routing/learning/pass-time.ts';
import { type Probe, probedEvents } from '#shared/domain/routing/probes/probe.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aSnapshot } from '../../domain/routing/some-health.ts';
import {
  anAttempt,
  anOrder,
  aProduct,
  aTenant,
  CHANNEL_A,
  CHANNEL_B,
} from '../../support/builders.ts';
import { type Dynamo, startDynamo } from '../../support/dynamo.ts';
import { seededRandom } from '../../support/seeded-random.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo?.stop());

const START = Date.parse('2026-05-01T12:00:00.000Z');
const ATTEMPTS = 180;
const WRITES_AT_ONCE = 16;
const END = START + ATTEMPTS * 4_000 + 400_000;

const table = () => ({ documents: dynamo.documents, tableName: dynamo.tables.channels });
const store = () => dynamoOrderStore(dynamo.documents, dynamo.tables);

/** Orders of a quarter of an hour: paid, declined, refused, abandoned, and one in twenty paid after its time-out. */
const aHistory = async (tenant: Tenant): Promise<Attempt[]> => {
  const random = seededRandom(8);
  const product = aProduct({ tenant });
  const orders: { order: Order; attempt: Attempt }[] = [];
  for (let index = 0; index < ATTEMPTS; index += 1) {
    const at = START + index * 4_000;
    const iso = (millis: number) => new Date(at + millis).toISOString();
    const id = toOrderId(systemRuntime.newId('order'));
    const order = anOrder({ id, tenant, createdAt: iso(0), attemptCount: 1 }, product);
    const u = random();
    const delay = 2_000 + 30_000 * random();
    const late = random() < 0.05 ? 310_000 : 0;
    const end: Partial<Attempt> =
      u < 0.6
        ? { state: 'succeeded', endedAt: iso(delay + late), paidAt: iso(delay + late) }
        : u < 0.75
          ? { state: 'failed', failureReason: 'declined', endedAt: iso(delay) }
          : u < 0.8
            ? { state: 'failed', failureReason: 'provider_unreachable', endedAt: iso(300) }
            : { state: 'pending' };
    const attempt = anAttempt(order, {
      id: attemptIdOf(id, 1),
      channelId: random() < 0.5 ? CHANNEL_A : CHANNEL_B,
      createdAt: iso(0),
      updatedAt: iso(0),
      nextAction: { kind: 'qr', content: 'https://pay.example.com/1' },
      routing: {
        by: 'best',
        first: 'best',
        propensity: 1,
        rank: 1,
        p: 0.75,
        priorLogit: 0.8,
        issuer: random() < 0.5 ? 'icbc' : 'ccb',
        hour: 12,
        riskLevel: 'low',
        paidOrders: 0,
        snapshotVersion: 1,
        weightsVersion: 1,
        candidates: [],
      },
      ...end,
    });
    orders.push({ order, attempt });
  }
  for (let at = 0; at < orders.length; at += WRITES_AT_ONCE) {
    await Promise.all(
      orders
        .slice(at, at + WRITES_AT_ONCE)
        .map(({ order, attempt }) =>
          store().record({ order, previousVersion: 0, attempts: [attempt] }),
        ),
    );
  }
  return orders.map(({ attempt }) => attempt);
};

const learnDeps = (clock: { now: number }): LearnDeps => ({
  learning: dynamoLearningStore(table()),
  ruleHits: dynamoRuleHits(table()),
  shares: dynamoPriorStore(table()),
  habits: dynamoBuyerHabits(table()),
  runtime: { now: () => new Date(clock.now) },
  kept: new Map(),
});

const liveLearner = (clock: { now: number }) => {
  const deps = learnDeps(clock);
  return (tenant: Tenant, attempts: readonly Attempt[]) =>
    learnFrom(deps, tenant, attempts.flatMap(eventsOf));
};

const stored = async (tenant: Tenant) => {
  const { journal } = await dynamoLearningStore(table()).load(tenant);
  passTime(journal.current, END);
  return journal.current;
};

/** What decisions read, whenever it was written. */
const published = async (tenant: Tenant): Promise<Omit<HealthSnapshot, 'version'>> => {
  const snapshot = await dynamoKnowledgeReader(table()).snapshot(tenant);
  if (!snapshot) throw new Error('something was published');
  const { version: _, ...rest } = snapshot;
  return rest;
};

const rebuild = (tenant: Tenant) =>
  rebuildLearning(
    {
      orders: store(),
      learning: dynamoLearningStore(table()),
      probes: dynamoProbeStore(table()),
      runtime: { now: () => new Date(END) },
    },
    tenant,
  );

test('what is rebuilt from the orders table equals what was learned live, to the bit', async () => {
  const tenant = aTenant();
  const attempts = await aHistory(tenant);
  const clock = { now: START };
  const learn = liveLearner(clock);
  // As the stream brings them: each attempt when it starts and again when it has ended, now and then twice.
  const rows = attempts
    .flatMap((attempt) => {
      const { endedAt: _, paidAt: __, ...open } = attempt;
      const started: Attempt = { ...open, state: 'pending' };
      const endedAt = Date.parse(attempt.endedAt ?? attempt.createdAt);
      return [
        { at: Date.parse(attempt.createdAt), attempt: started },
        { at: endedAt, attempt },
        { at: endedAt + 9_000, attempt },
      ];
    })
    .sort((a, b) => a.at - b.at);
  for (let from = 0; from < rows.length; from += 15) {
    const batch = rows.slice(from, from + 15);
    clock.now = Math.max(...batch.map(({ at }) => at)) + 1_000;
    await learn(
      tenant,
      batch.map((row) => row.attempt),
    );
  }
  const live = await stored(tenant);
  const weights = await dynamoKnowledgeReader(table()).weights(tenant);
  expect(weights?.weights.some((weight) => weight !== 0)).toBe(true);
  const snapshot = await published(tenant);
  expect(snapshot.channels).toHaveLength(2);

  expect(await rebuild(tenant)).toEqual({
    orders: ATTEMPTS,
    attempts: ATTEMPTS,
    events: live.events,
  });
  expect(await stored(tenant)).toEqual(live);
  expect(await published(tenant)).toEqual(snapshot);
  // Once more, over what is there: nothing changes.
  await rebuild(tenant);
  expect(await stored(tenant)).toEqual(live);
});

test('probes are learned again as well', async () => {
  const tenant = aTenant();
  const attempts = await aHistory(tenant);
  const clock = { now: END };
  const learn = liveLearner(clock);
  await learn(tenant, attempts);
  const probe: Probe = {
    id: attemptIdOf(toOrderId(systemRuntime.newId('order')), 1),
    channelId: CHANNEL_A,
    amount: money('CNY', 100),
    method: 'alipay',
    device: 'mobile',
    startedAt: new Date(END - 2_000).toISOString(),
    isClosed: false,
  };
  const ended: Probe = {
    ...probe,
    endedAt: new Date(END - 1_000).toISOString(),
    result: 'refused',
    isClosed: true,
  };
  const probes = dynamoProbeStore(table());
  await probes.begin(tenant, probe);
  await probes.finish(tenant, ended);
  const before = await stored(tenant);
  await learnFrom(learnDeps(clock), tenant, probedEvents(ended));
  const live = await stored(tenant);
  expect(live).not.toEqual(before);
  // Everything is lost, and learned anew.
  await dynamoLearningStore(table()).commit(tenant, {
    previousVersion: (await dynamoLearningStore(table()).load(tenant)).version,
    events: [],
    snapshot: aSnapshot([], new Date(END)),
    whole: newJournal(),
  });
  await rebuild(tenant);
  expect(await stored(tenant)).toEqual(live);
});

test('results that come in while it is rebuilt are not lost', async () => {
  const tenant = aTenant();
  const attempts = await aHistory(tenant);
  const learn = liveLearner({ now: END });
  const [late] = attempts.slice(-1);
  if (!late) throw new Error('there are attempts');
  const at = new Date(END - 10_000).toISOString();
  const again: Attempt = {
    ...late,
    id: attemptIdOf(toOrderId(systemRuntime.newId('order')), 1),
    createdAt: at,
    state: 'pending',
    endedAt: undefined,
    paidAt: undefined,
  };
  const learning = dynamoLearningStore(table());
  let disturbed = false;
  await rebuildLearning(
    {
      orders: store(),
      probes: dynamoProbeStore(table()),
      runtime: { now: () => new Date(END) },
      learning: {
        load: learning.load,
        commit: async (who, change) => {
          if (!disturbed) {
            disturbed = true;
            await learn(tenant, [again]);
          }
          return learning.commit(who, change);
        },
      },
    },
    tenant,
  );
  const { journal } = await learning.load(tenant);
  expect(journal.tail.some(({ attemptId }) => attemptId === again.id)).toBe(true);
});

test('a rebuild that others overtake again and again gives up, and writes nothing', async () => {
  const tenant = aTenant();
  const learning = dynamoLearningStore(table());
  let rounds = 0;
  await expect(
    rebuildLearning(
      {
        orders: store(),
        probes: dynamoProbeStore(table()),
        runtime: { now: () => new Date(END) },
        learning: {
          load: learning.load,
          commit: async () => {
            rounds += 1;
            return false;
          },
        },
      },
      tenant,
    ),
  ).rejects.toThrow('results come in faster');
  expect(rounds).toBeLessThanOrEqual(20);
  expect((await learning.load(tenant)).version).toBe(0);
});
