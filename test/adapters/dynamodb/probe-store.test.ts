import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenTenantItem, dynamoBrokenTenants } from '#shared/adapters/dynamodb/broken-tenants.ts';
import { dynamoLearningStore } from '#shared/adapters/dynamodb/learning-store.ts';
import { dynamoProbeStore } from '#shared/adapters/dynamodb/probe-store.ts';
import { attemptIdOf, toOrderId } from '#shared/domain/identity/ids.ts';
import { money } from '#shared/domain/money/money.ts';
import type { Probe } from '#shared/domain/routing/probes/probe.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aSnapshot, someHealth } from '#test/domain/routing/some-health.ts';
import { aTenant, CHANNEL_A, CHANNEL_B, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo?.stop());

const table = () => ({ documents: dynamo.documents, tableName: dynamo.tables.channels });
const aProbe = (changes: Partial<Probe> = {}): Probe => ({
  id: attemptIdOf(toOrderId(systemRuntime.newId('order')), 1),
  channelId: CHANNEL_A,
  amount: money('CNY', 100),
  method: 'alipay',
  device: 'mobile',
  startedAt: NOW.toISOString(),
  isClosed: false,
  ...changes,
});

describe('a probe', () => {
  test('is begun once a minute for a channel, whoever tries', async () => {
    const [store, tenant] = [dynamoProbeStore(table()), aTenant()];
    const begun = await Promise.all(
      Array.from({ length: 16 }, () => store.begin(tenant, aProbe())),
    );
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await store.begin(tenant, aProbe({ channelId: CHANNEL_B }))).toBe(true);
    expect(await store.begin(tenant, aProbe({ startedAt: later(60).toISOString() }))).toBe(true);
    expect(await store.begin(aTenant(), aProbe())).toBe(true);
  });

  test('ends once, and is read as it ended', async () => {
    const [store, tenant, probe] = [dynamoProbeStore(table()), aTenant(), aProbe()];
    const ended: Probe = {
      ...probe,
      endedAt: later(2).toISOString(),
      result: 'taken',
      isClosed: true,
    };
    expect(await store.finish(tenant, ended)).toBe(false);
    await store.begin(tenant, probe);
    expect(await store.list(tenant, NOW)).toEqual([probe]);
    expect(await store.finish(tenant, ended)).toBe(true);
    expect(await store.finish(tenant, { ...ended, result: 'refused' })).toBe(false);
    expect(await store.list(tenant, NOW)).toEqual([ended]);
  });

  test('is listed by time, oldest first, from the minute asked for', async () => {
    const [store, tenant] = [dynamoProbeStore(table()), aTenant()];
    const probes = [0, 60, 120].map((seconds) =>
      aProbe({ startedAt: later(seconds).toISOString() }),
    );
    for (const probe of probes.toReversed()) await store.begin(tenant, probe);
    expect(await store.list(tenant, later(-600))).toEqual(probes);
    expect(await store.list(tenant, later(60))).toEqual(probes.slice(1));
  });
});

describe('tenants with a broken channel', () => {
  const broken = aSnapshot(
    [someHealth(CHANNEL_A, { openedAt: NOW.getTime() }), someHealth(CHANNEL_B)],
    NOW,
  );

  test('are listed with what was learned, and forgotten unless something broke since', async () => {
    const tenant = aTenant();
    const [learning, listing] = [dynamoLearningStore(table()), dynamoBrokenTenants(table())];
    const mine = async () =>
      (await listing.list()).filter((listed) => listed.tenant.merchantId === tenant.merchantId);
    const commit = (previousVersion: number, snapshot = broken) =>
      learning.commit(tenant, { previousVersion, events: [], snapshot });
    expect(await commit(0, aSnapshot([someHealth(CHANNEL_A)], NOW))).toBe(true);
    expect(await mine()).toEqual([]);
    await commit(1);
    const [first] = await mine();
    expect(first).toEqual({ tenant, version: 2 });
    await commit(2);
    if (first) await listing.forget(first);
    expect(await mine()).toEqual([{ tenant, version: 3 }]);
    await listing.forget({ tenant, version: 3 });
    expect(await mine()).toEqual([]);
  });

  test('are those with a channel that is open', () => {
    expect(brokenTenantItem(aTenant(), broken, 1)).toBeDefined();
    expect(brokenTenantItem(aTenant(), aSnapshot([], NOW), 1)).toBeUndefined();
  });
});
