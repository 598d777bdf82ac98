import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCaps } from '#shared/adapters/dynamodb/cap-writes.ts';
import { capDay } from '#shared/domain/channels/cap-day.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { money } from '#shared/domain/money/money.ts';
import { NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { seededRandom } from '#test/support/seeded-random.ts';
import { anEpayTill } from './support/an-epay-till.ts';
import { tablesInMemory } from './support/tables-in-memory.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

describe('T18: as long as one account may take the payment, one that may takes it', () => {
  /** Each is a reason of its own why an account may not take 9.90 by Alipay now. */
  const OBSTACLES: Partial<Channel>[] = [
    { status: 'frozen' },
    { status: 'draining' },
    { methods: ['wechat_pay'] },
    { minAmount: money('CNY', 991) },
    { maxAmount: money('CNY', 989) },
    { dailyCap: money('CNY', 989) },
    { maintenance: [{ startsAt: '2026-05-01T11:00:00.000Z', endsAt: '2026-05-01T13:00:00.000Z' }] },
  ];
  const account = fc.record({
    obstacle: fc.option(fc.constantFrom(...OBSTACLES)),
    role: fc.constantFrom('main' as const, 'backup' as const),
    priority: fc.integer({ min: 0, max: 3 }),
    weight: fc.integer({ min: 0, max: 3 }),
  });

  it('whichever others are frozen, full or not for it, and in whatever order they stand', async () => {
    const till = anEpayTill(tablesInMemory());
    let taken = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(account, { maxLength: 8 }), async (accounts) => {
        const product = await till.sells({ cards: 1 });
        const able = accounts.flatMap(({ obstacle, ...place }, index) => {
          const { id } = till.opens(
            product.tenant,
            { upstream: `gateway-${index}`, ...place, ...obstacle },
            { pid: `${index}` },
          );
          return obstacle ? [] : [id];
        });
        const { token } = await till.orders(product);
        const outcome = await till.starts(token).catch((error: unknown) => error);
        if (able.length > 0) {
          taken += 1;
          expect(outcome).toMatchObject({ channelId: expect.toBeOneOf(able), state: 'pending' });
        } else {
          refused += 1;
          expect(outcome).toBeInstanceOf(AppError);
          expect(outcome).toMatchObject({ code: 'no_channel_available' });
        }
      }),
      { numRuns: 150, seed: 20_261_102 },
    );
    // Both must have come up often, or nothing was said.
    expect(taken).toBeGreaterThan(40);
    expect(refused).toBeGreaterThan(20);
  });

  it('and 300 payments at once are shared by weight, without a pointer that they could all read', async () => {
    const till = anEpayTill(tablesInMemory(), { random: seededRandom(5) });
    const product = await till.sells({ cards: 300 });
    const weights = [1, 2, 3].map(
      (weight) => till.opens(product.tenant, { weight, upstream: `gateway-${weight}` }).id,
    );
    const sales = await Promise.all(Array.from({ length: 300 }, () => till.buys(product)));
    const shares = weights.map(
      (id) => sales.filter(({ attempt }) => attempt.channelId === id).length,
    );
    // 50, 100 and 150 of 300, each within four standard deviations.
    for (const [index, expected] of [50, 100, 150].entries())
      expect(Math.abs((shares[index] ?? 0) - expected)).toBeLessThan(35);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(300);
  });
});

it('T19: 100 payments of ¥50 at once use a daily cap of ¥1,000 to the last fen and never beyond; the rest go elsewhere', async () => {
  const till = anEpayTill(dynamo);
  const fifty = { cardKind: 'manual', cards: 0, price: money('CNY', 5_000) } as const;
  const product = await till.sells(fifty);
  const capped = till.opens(product.tenant, { dailyCap: money('CNY', 100_000), upstream: 'one' });
  const other = till.opens(product.tenant, { role: 'backup', upstream: 'two' });
  const sales = await Promise.all(Array.from({ length: 100 }, () => till.buys(product)));
  const by = (channel: Channel) =>
    sales.filter(({ attempt }) => attempt.channelId === channel.id).length;
  expect([by(capped), by(other)]).toEqual([20, 80]);
  const reserved = await readCaps(
    { documents: dynamo.documents, tableName: dynamo.tables.channels },
    product.tenant,
    [{ channelId: capped.id, day: capDay(NOW, capped.dayZone) }],
  );
  // Nobody has paid yet: what is on its way counts.
  expect(reserved.get(capped.id)).toBe(100_000n);
  // Where there is no other account, the buyer is told at once.
  till.channels.splice(till.channels.indexOf(other), 1);
  const { token } = await till.orders(product);
  await expect(till.starts(token)).rejects.toMatchObject({ code: 'no_channel_available' });
});
