import { describe, expect, test } from 'vitest';
import type { PriorStore } from '#shared/application/ports/prior-store.ts';
import { poolExperience } from '#shared/application/routing/pool-experience.ts';
import { type Tenant, tenantKey } from '#shared/domain/identity/tenant.ts';
import type { PriorShare } from '#shared/domain/routing/model/pool-priors.ts';
import { aTenant } from '#test/support/builders.ts';

const NOW = new Date('2026-05-20T00:00:00Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);

/** Shares and what was pooled of them, in memory. */
const aStore = () => {
  const byTenant = new Map<string, { shares: readonly PriorShare[]; at: Date }>();
  const written: { pooled: ReadonlyMap<string, number>; at: Date }[] = [];
  const store: PriorStore = {
    writeShare: async (tenant, shares, at) => {
      byTenant.set(tenantKey(tenant), { shares, at });
    },
    readShares: async (since) =>
      [...byTenant.values()].filter(({ at }) => at > since).map(({ shares }) => shares),
    writePooled: async (pooled, at) => {
      written.push({ pooled, at });
    },
    readPooled: async () => written.at(-1)?.pooled ?? new Map(),
  };
  return { store, written };
};

const share = (rate: number, key = 'epay|alipay', tries = 200): PriorShare[] => [
  { key, tries, paid: rate * tries },
];
const pool = (priors: PriorStore) => poolExperience({ priors, runtime: { now: () => NOW } });

/** Shops with these rates, each heard of so many days ago. */
const shops = async (store: PriorStore, rates: readonly number[], days = 0): Promise<void> => {
  for (const rate of rates) await store.writeShare(aTenant(), share(rate), daysAgo(days));
};

describe('experience of all shops', () => {
  test('is pooled into what a new shop starts from', async () => {
    const { store, written } = aStore();
    await shops(store, [0.7, 0.75, 0.8, 0.85, 0.9]);
    expect(await pool(store)).toEqual({ shops: 5, rates: 1 });
    expect(await store.readPooled()).toEqual(new Map([['epay|alipay', 0.8]]));
    expect(written[0]?.at).toEqual(NOW);
  });

  test('leaves out shops that have been quiet for two weeks: four are not five', async () => {
    const { store } = aStore();
    await shops(store, [0.7, 0.75, 0.8, 0.85]);
    await shops(store, [0.9, 0.9], 15);
    expect(await pool(store)).toEqual({ shops: 4, rates: 0 });
    expect(await store.readPooled()).toEqual(new Map());
  });

  test('forgets a rate that too few shops still have', async () => {
    const { store } = aStore();
    const tenants: Tenant[] = Array.from({ length: 5 }, () => aTenant());
    for (const tenant of tenants) await store.writeShare(tenant, share(0.8), NOW);
    expect((await pool(store)).rates).toBe(1);
    await store.writeShare(tenants[0] as Tenant, share(0.8, 'epay|wechat_pay'), NOW);
    expect((await pool(store)).rates).toBe(0);
    expect(await store.readPooled()).toEqual(new Map());
  });

  test('is the same when it is pooled again', async () => {
    const { store, written } = aStore();
    await shops(store, [0.61, 0.7, 0.8, 0.85, 0.9, 0.95]);
    await pool(store);
    await pool(store);
    expect(written[1]).toEqual(written[0]);
  });

  test('of no shops is nothing', async () => {
    const { store } = aStore();
    expect(await pool(store)).toEqual({ shops: 0, rates: 0 });
  });
});
