import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cachedPriors, dynamoPriorStore } from '#shared/adapters/dynamodb/prior-store.ts';
import { aTenant, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo?.stop());

const store = () =>
  dynamoPriorStore({ documents: dynamo.documents, tableName: dynamo.tables.channels });
const SHARES = [
  { key: 'epay|alipay', tries: 120.123_456_789, paid: 96.5 },
  { key: 'epay|wechat_pay', tries: 51, paid: 0 },
];

describe('what a shop has seen', () => {
  test('is read as it was written, and replaces what it said before', async () => {
    const tenant = aTenant();
    const since = later(-1_000_000);
    const before = (await store().readShares(since)).length;
    await store().writeShare(tenant, SHARES.slice(0, 1), later(10));
    await store().writeShare(tenant, SHARES, later(20));
    const read = await store().readShares(since);
    expect(read).toHaveLength(before + 1);
    expect(read).toContainEqual(SHARES);
  });

  test('is left out when it is older than asked for', async () => {
    const long = later(-10_000_000);
    await store().writeShare(aTenant(), [{ key: 'old', tries: 60, paid: 1 }], long);
    const keys = async (since: Date): Promise<string[]> =>
      (await store().readShares(since)).flatMap((shares) => shares.map(({ key }) => key));
    expect(await keys(long)).not.toContain('old');
    expect(await keys(new Date(long.getTime() - 1))).toContain('old');
  });

  test('is read of all shops, however many pages they fill', async () => {
    const key = 'many|alipay';
    const wide = Array.from({ length: 200 }, (_, n) => ({
      key: n === 0 ? key : `${String(n).padStart(3, '0')}${'x'.repeat(150)}`,
      tries: 100,
      paid: 50,
    }));
    await Promise.all(
      Array.from({ length: 40 }, () => store().writeShare(aTenant(), wide, later(30))),
    );
    const read = await store().readShares(later(29));
    expect(read.filter((shares) => shares.some((it) => it.key === key))).toHaveLength(40);
  });
});

describe('what all shops know', () => {
  test('is nothing at first, then what was pooled last', async () => {
    expect(await store().readPooled()).toEqual(new Map());
    await store().writePooled(new Map([['epay|alipay', 0.8]]), NOW);
    await store().writePooled(new Map([['epay|wechat_pay', 0.7]]), later(3_600));
    expect(await store().readPooled()).toEqual(new Map([['epay|wechat_pay', 0.7]]));
    await store().writePooled(new Map(), later(7_200));
    expect(await store().readPooled()).toEqual(new Map());
  });

  test('is not among the shops’ own shares', async () => {
    await store().writePooled(new Map([['pooled', 0.8]]), NOW);
    const keys = (await store().readShares(new Date(0))).flatMap((shares) =>
      shares.map(({ key }) => key),
    );
    expect(keys).not.toContain('pooled');
  });
});

describe('the payment path’s view', () => {
  test('reads once in five minutes, and again at once after a failure', async () => {
    let now = 0;
    let reads = 0;
    let isBroken = true;
    const cached = cachedPriors(
      {
        readPooled: async () => {
          reads += 1;
          if (isBroken) throw new Error('throttled');
          return new Map([['epay|alipay', reads / 100]]);
        },
      },
      () => now,
    );
    await expect(cached.readPooled()).rejects.toThrow('throttled');
    isBroken = false;
    const first = await cached.readPooled();
    now = 299_999;
    expect(await cached.readPooled()).toBe(first);
    expect(reads).toBe(2);
    now = 300_000;
    expect(await cached.readPooled()).not.toBe(first);
  });
});
