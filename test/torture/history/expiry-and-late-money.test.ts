import { describe, expect, it } from 'vitest';
import {
  DEFAULT_PAYMENT_POLICIES,
  type PaymentPolicies,
} from '#shared/domain/policies/payment-policies.ts';
import { replyJson } from '#test/channels/support/scripted-http.ts';
import { anEpayTill } from './support/an-epay-till.ts';
import { freeCards, wrongsOf } from './support/stored.ts';
import { HOUR, MINUTE } from './support/story.ts';
import { tablesInMemory } from './support/tables-in-memory.ts';
import { inAnyOrder, type StoryOptions, sell } from './support/tell.ts';

const policies = (changes: Partial<PaymentPolicies>) => ({
  policies: { ...DEFAULT_PAYMENT_POLICIES, ...changes },
});
const NOTHING_LATE = policies({ late: { deliverWithinHours: 0, afterwards: 'refund' } });

it('T5: when payment and expiry meet in one moment, 1,000 times, one of them wins and never both', async () => {
  const outcomes = new Map<string, number>();
  for (let seed = 1; seed <= 1_000; seed += 1) {
    const isStrict = seed % 2 === 0;
    const { world, after, back } = await sell(
      async (story, sale) => {
        const attempt = await story.start(sale, 'wechat_pay');
        await story.waitUntil(sale.order.expiresAt);
        story.pay(attempt);
        await Promise.all([story.notify(attempt), story.expire(sale)]);
      },
      { choices: inAnyOrder(seed), setting: isStrict ? NOTHING_LATE : policies({}) },
    );
    const { order, cards } = after;
    const steps = order.timeline.map(({ what }) => what);
    const wins = { paid: steps.indexOf('paid'), expired: steps.indexOf('expired') };
    const story = `seed ${seed}: ${steps.join(' ')}`;
    // Whoever was late lost: an order never expires after it was paid.
    if (wins.paid >= 0 && wins.expired >= 0) expect(wins.expired, story).toBeLessThan(wins.paid);
    expect([order.state, back, cards.length, freeCards(world).length], story).toEqual(
      order.deliveredAt === undefined ? ['refunded', [1_000], 0, 1] : ['delivered', [], 1, 0],
    );
    expect(await wrongsOf(world), story).toEqual([]);
    const kind = `${isStrict ? 'strict' : 'generous'}: ${steps.includes('expired') ? 'expired' : 'in time'}, ${order.state}`;
    outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
  }
  // Within the window nobody loses the card; and both must have come up often, or nothing was raced.
  for (const kind of outcomes.keys()) expect(kind).not.toMatch(/^generous: .*refunded/);
  for (const kind of [
    'generous: in time, delivered',
    'generous: expired, delivered',
    'strict: in time, delivered',
    'strict: expired, refunded',
  ])
    expect(outcomes.get(kind) ?? 0, kind).toBeGreaterThan(20);
});

describe('T6: a callback after expiry delivers while cards can be had, and never loses the money', () => {
  /** Paid so long after the order had expired, while others buy, or cards come in. */
  const late = (millis: number, { othersBuy = 0, arrive = 0, setting = {} }: LateSale = {}) =>
    sell(
      async (story, sale) => {
        const attempt = await story.start(sale, 'wechat_pay');
        await story.waitUntil(sale.order.expiresAt);
        await story.wait(1_000);
        for (let other = 0; other < othersBuy; other += 1) {
          const bought = await story.order(`other-${other}@example.com`);
          const paid = await story.start(bought);
          story.pay(paid);
          await story.notify(paid);
        }
        await story.wait(millis);
        story.pay(attempt);
        expect((await story.notify(attempt))?.body).toBe('got it');
        await story.wait(MINUTE);
        await story.restock(arrive);
        story.sweep();
        await story.wait(25 * HOUR);
        story.sweep();
      },
      { setting },
    );
  interface LateSale {
    readonly othersBuy?: number;
    readonly arrive?: number;
    readonly setting?: StoryOptions['setting'];
  }

  it.each([
    ['two hours late, its card still there', () => late(2 * HOUR), 'delivered', []],
    [
      'two hours late, its card sold, another there',
      () => late(2 * HOUR, { othersBuy: 1, setting: { cards: 2 } }),
      'delivered',
      [],
    ],
    [
      'two hours late, none there, one comes',
      () => late(2 * HOUR, { othersBuy: 1, arrive: 1 }),
      'delivered',
      [],
    ],
    [
      'two hours late, none there, none comes',
      () => late(2 * HOUR, { othersBuy: 1 }),
      'refunded',
      [1_000],
    ],
    ['later than the shop delivers', () => late(73 * HOUR), 'refunded', [1_000]],
    [
      'later than the shop delivers, and it wants to decide itself',
      () =>
        late(73 * HOUR, {
          setting: policies({ late: { deliverWithinHours: 72, afterwards: 'hold' } }),
        }),
      'needs_review',
      [],
    ],
  ] as const)('%s', async (_name, sold, state, backMinor) => {
    const { world, after, back } = await sold();
    expect(after.order.state).toBe(state);
    expect(after.cards).toHaveLength(state === 'delivered' ? 1 : 0);
    expect(back).toEqual(backMinor);
    expect(await wrongsOf(world)).toEqual([]);
  });
});

describe('T21: what the merchant is told is what the order is, however early or late the callback', () => {
  it('a callback that comes before the provider answered our call delivers, and the answer takes nothing back', async () => {
    const till = anEpayTill(tablesInMemory());
    const product = await till.sells({ cards: 1 });
    till.opens(product.tenant, {}, { config: { accessMode: 'api' } });
    const { order, token } = await till.orders(product);
    till.answersHttp({
      request: async () => {
        const [attempt] = (await till.load(order)).attempts;
        if (!attempt) throw new Error('the provider was called before anything was recorded');
        await till.confirm(attempt);
        await till.settled();
        return replyJson({ code: 1, trade_no: 'T1', qrcode: 'weixin://wxpay/x' });
      },
    });
    const attempt = await till.starts(token);
    expect(attempt).toMatchObject({ state: 'succeeded' });
    const after = await till.load(order);
    expect(after.order.state).toBe('delivered');
    expect(after.attempts).toMatchObject([{ state: 'succeeded' }]);
    const events = await till.announced(order);
    expect(events.map(({ type, data }) => [type, data.state])).toEqual([
      ['order.paid', 'delivered'],
      ['order.delivered', 'delivered'],
    ]);
  });

  it.each([
    ['in time', 10 * MINUTE, ['order.paid', 'order.delivered']],
    ['after expiry', 20 * MINUTE, ['order.expired', 'order.paid', 'order.delivered']],
    ['too late to deliver', 100 * HOUR, ['order.expired']],
  ])('%s', async (_name, millis, types) => {
    const { after, events, arrivals } = await sell(async (story, sale) => {
      const attempt = await story.start(sale, 'wechat_pay');
      await story.wait(millis);
      story.pay(attempt);
      await story.notify(attempt);
    });
    expect(events.map(({ type }) => type)).toEqual(types);
    expect(after.order.state).toBe(types.includes('order.paid') ? 'delivered' : 'refunded');
    for (const { type, data } of events)
      expect(data.state).toBe(type === 'order.expired' ? 'expired' : after.order.state);
    expect(arrivals).toEqual(events.map(() => 1));
  });
});
