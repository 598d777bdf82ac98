import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cachedPolicies, dynamoPolicyStore } from '#shared/adapters/dynamodb/policy-store.ts';
import { updatePolicies } from '#shared/application/merchants/update-policies.ts';
import { tenantKey } from '#shared/domain/identity/tenant.ts';
import {
  DEFAULT_PAYMENT_POLICIES,
  type PaymentPolicies,
} from '#shared/domain/policies/payment-policies.ts';
import { aTenant, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const aStore = () =>
  dynamoPolicyStore({ documents: dynamo.documents, tableName: dynamo.tables.merchants });
const runtime = { now: () => NOW };
const HOLD: PaymentPolicies = { ...DEFAULT_PAYMENT_POLICIES, duplicate: 'hold' };

describe('a shop’s payment policies', () => {
  it('are the defaults until somebody changes them', async () => {
    expect(await aStore().readVersioned(aTenant())).toEqual({
      settings: DEFAULT_PAYMENT_POLICIES,
      version: 0,
      updatedAt: undefined,
    });
  });

  it('are read as they were written', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    const at = later(5);
    expect(await store.write(tenant, HOLD, { previousVersion: 0, at })).toBe(true);
    expect(await store.readVersioned(tenant)).toEqual({
      settings: HOLD,
      version: 1,
      updatedAt: at.toISOString(),
    });
  });

  it('are written on top of what was read, and not otherwise', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    const write = (previousVersion: number) =>
      store.write(tenant, HOLD, { previousVersion, at: NOW });
    expect(await write(1)).toBe(false);
    expect(await write(0)).toBe(true);
    expect(await write(0)).toBe(false);
    expect(await write(2)).toBe(false);
    expect(await write(1)).toBe(true);
    expect((await store.readVersioned(tenant)).version).toBe(2);
  });

  it('are written by one of 16 who change them at the same moment', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    const written = await Promise.all(
      Array.from({ length: 16 }, () => store.write(tenant, HOLD, { previousVersion: 0, at: NOW })),
    );
    expect(written.filter(Boolean)).toHaveLength(1);
  });

  it('of the test mode, the live mode and other shops are apart', async () => {
    const [store, live] = [aStore(), aTenant('live')];
    await store.write(live, HOLD, { previousVersion: 0, at: NOW });
    for (const other of [{ ...live, mode: 'test' as const }, aTenant('live')])
      expect((await store.readVersioned(other)).settings).toEqual(DEFAULT_PAYMENT_POLICIES);
  });

  it('that were written before a policy was thought of have its default', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    const { stockShare: _new, automaticRefundLimits: _too, ...known } = HOLD;
    await dynamo.documents.send(
      new PutCommand({
        TableName: dynamo.tables.merchants,
        Item: {
          pk: `${tenantKey(tenant)}#settings`,
          sk: 'PAYMENT_POLICIES',
          policies: { ...known, automaticRefundLimits: { CNY: 5 } },
          version: 7,
          updatedAt: NOW.toISOString(),
        },
      }),
    );
    const { settings: policies } = await store.readVersioned(tenant);
    expect(policies.stockShare).toEqual(DEFAULT_PAYMENT_POLICIES.stockShare);
    expect(policies.automaticRefundLimits).toEqual({
      ...DEFAULT_PAYMENT_POLICIES.automaticRefundLimits,
      CNY: 5,
    });
  });

  it('that are not what we write stop a decision instead of being guessed', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    const broken = { ...HOLD, duplicate: 'burn' } as unknown as PaymentPolicies;
    await store.write(tenant, broken, { previousVersion: 0, at: NOW });
    await expect(store.readVersioned(tenant)).rejects.toThrow();
  });
});

describe('a change of the policies', () => {
  it('replaces the parts that are named and leaves the others', async () => {
    const [policyStore, tenant] = [aStore(), aTenant()];
    await updatePolicies({ policyStore, runtime }, tenant, {
      late: { deliver_within_hours: 1, afterwards: 'hold' },
      automatic_refund_limits: { CNY: 100 },
    });
    const { settings: policies, version } = await updatePolicies({ policyStore, runtime }, tenant, {
      underpaid: { tolerance_basis_points: 50, beyond: 'refund' },
      automatic_refund_limits: { USD: 200 },
    });
    expect(version).toBe(2);
    expect(policies).toEqual({
      ...DEFAULT_PAYMENT_POLICIES,
      late: { deliverWithinHours: 1, afterwards: 'hold' },
      underpaid: { toleranceBasisPoints: 50, beyond: 'refund' },
      automaticRefundLimits: {
        ...DEFAULT_PAYMENT_POLICIES.automaticRefundLimits,
        CNY: 100,
        USD: 200,
      },
    });
    expect((await policyStore.readVersioned(tenant)).settings).toEqual(policies);
  });

  it('is not lost when another one is made at the same moment', async () => {
    const [policyStore, tenant] = [aStore(), aTenant()];
    const change = (changes: Parameters<typeof updatePolicies>[2]) =>
      updatePolicies({ policyStore, runtime }, tenant, changes);
    await Promise.all([
      change({ duplicate: 'hold' }),
      change({ after_cancellation: 'hold' }),
      change({ refunded_cards: 'keep' }),
    ]);
    expect(await policyStore.readVersioned(tenant)).toMatchObject({
      version: 3,
      settings: { duplicate: 'hold', afterCancellation: 'hold', refundedCards: 'keep' },
    });
  });

  it('gives up with an error when others are always faster', async () => {
    const policyStore = { ...aStore(), write: async () => false };
    await expect(
      updatePolicies({ policyStore, runtime }, aTenant(), { duplicate: 'hold' }),
    ).rejects.toMatchObject({ code: 'concurrent_change' });
  });

  it('is noticed by the payment path within five seconds, which reads them once in that time', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    let reads = 0;
    let millis = 0;
    const policies = cachedPolicies(
      {
        readVersioned: (of) => {
          reads += 1;
          return store.readVersioned(of);
        },
      },
      () => millis,
    );
    expect((await policies.readPolicies(tenant)).duplicate).toBe('refund');
    await store.write(tenant, HOLD, { previousVersion: 0, at: NOW });
    millis = 4_900;
    await policies.readPolicies(tenant);
    expect(reads).toBe(1);
    millis = 5_001;
    expect((await policies.readPolicies(tenant)).duplicate).toBe('hold');
    expect(reads).toBe(2);
  });
});
