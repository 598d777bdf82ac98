import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelOrder } from '#shared/application/orders/cancel-order.ts';
import { openDelivery } from '#shared/application/orders/open-delivery.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anEpayTill, type EpayTill } from './support/an-epay-till.ts';
import { MINUTE } from './support/story.ts';
import { tablesInMemory } from './support/tables-in-memory.ts';
import { sell } from './support/tell.ts';

let dynamo: Dynamo;
let till: EpayTill;
beforeAll(async () => {
  dynamo = await startDynamo();
  till = anEpayTill(dynamo);
});
afterAll(() => dynamo.stop());

type Bought = Awaited<ReturnType<EpayTill['buys']>>;

const SUCCESS = {
  status: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'success',
};

it('T1: 64 identical notifications at once are one delivery, one payment and 64 right answers', async () => {
  const product = await till.sellsByEpay({ cards: 3 });
  const { order, cards, attempt } = await till.buys(product);
  const notification = till.report(attempt);
  const answers = await Promise.all(
    Array.from({ length: 64 }, () => till.notify(attempt.channelId, notification)),
  );
  await till.settled();
  expect(answers).toEqual(Array(64).fill(SUCCESS));
  expect(till.dead).toEqual([]);
  const after = await till.load(order);
  expect(after.order).toMatchObject({ state: 'delivered', reservation: 'sold' });
  expect(after.cards).toEqual(cards);
  expect(after.order.timeline.map(({ what }) => what)).toEqual([
    'created',
    'attempt_started',
    'paid',
    'delivered',
  ]);
  expect(after.attempts).toMatchObject([{ state: 'succeeded', paidAmount: order.amount }]);
  expect((await till.announced(order)).map(({ type }) => type)).toEqual([
    'order.paid',
    'order.delivered',
  ]);
  const effects = (await till.traces(order)).map(({ effect }) => effect).sort();
  expect(effects).toEqual(['applied', ...Array(63).fill('no_change')]);
  expect(await till.freeCards(product)).toBe(2);
});

it('T2: a repeated notification of a manual order changes nothing, tells nobody and asks the hook once', async () => {
  for (const hasHook of [false, true]) {
    const { world, after, events, arrivals } = await sell(
      async (story, sale) => {
        const attempt = await story.start(sale);
        story.pay(attempt);
        await Promise.all(Array.from({ length: 8 }, () => story.notify(attempt)));
        for (let again = 0; again < 3; again += 1) {
          await story.wait(MINUTE);
          await story.notify(attempt);
        }
      },
      { setting: { cardKind: 'manual', hasHook } },
    );
    expect(after.order.state).toBe(hasHook ? 'delivered' : 'paid');
    expect(after.order.timeline.filter(({ what }) => what === 'paid')).toHaveLength(1);
    expect(world.hookCalls).toBe(hasHook ? 1 : 0);
    const types = hasHook ? ['order.paid', 'order.delivered'] : ['order.paid'];
    expect(events.map(({ type }) => type)).toEqual(types);
    expect(arrivals).toEqual(types.map(() => 1));
  }
});

describe('T4: the second notification gets the answer of the first, whatever has become of the order', () => {
  const memory = anEpayTill(tablesInMemory());
  const fates: [string, (sale: Bought) => Promise<unknown>][] = [
    ['it is delivered', async () => {}],
    [
      'it was cancelled before it was paid',
      ({ order: { tenant, id: orderId } }) =>
        cancelOrder(memory.deps, { tenant, orderId, actor: 'Li', reason: undefined }),
    ],
    ['it expired long ago', async () => memory.setNow(later(100 * 3_600))],
  ];

  it.each(fates)('%s', async (_name, happens) => {
    const product = await memory.sellsByEpay({ cards: 1 });
    const sale = await memory.buys(product);
    await happens(sale);
    const seen: unknown[] = [];
    for (let time = 0; time < 4; time += 1) {
      expect(await memory.confirm(sale.attempt)).toEqual(SUCCESS);
      await memory.settled();
      const { order, cards, refunds } = await memory.load(sale.order);
      seen.push([order.version, cards, refunds]);
    }
    for (const one of seen) expect(one).toEqual(seen[0]);
    expect(memory.dead).toEqual([]);
  });

  it('its number was never ours', async () => {
    const product = await memory.sellsByEpay({ cards: 1 });
    const { attempt } = await memory.buys(product);
    const foreign = memory.report(attempt, { out_trade_no: '2026050112000099' });
    for (let time = 0; time < 2; time += 1)
      expect(await memory.notify(attempt.channelId, foreign)).toEqual(SUCCESS);
    await memory.settled();
    const { traces } = await memory.deps.orders.traces(product.tenant, undefined, { limit: 10 });
    expect(traces.map(({ effect }) => effect)).toEqual(['unmatched', 'unmatched']);
  });
});

it('T11: five orders notified 16 times each at once all read the card that was bound to them, and nothing else', async () => {
  const product = await till.sellsByEpay({ cards: 20 });
  const sales = await Promise.all(Array.from({ length: 5 }, () => till.buys(product)));
  const answers = await Promise.all(
    sales.flatMap(({ attempt }) => Array.from({ length: 16 }, () => till.confirm(attempt))),
  );
  await till.settled();
  expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['success']));
  expect(till.dead).toEqual([]);
  for (const { order, cards } of sales) {
    const delivery = await openDelivery(till.deps.sealer, await till.load(order));
    expect(delivery?.cards.map(({ value }) => value)).toEqual(
      cards.map(({ cardId }) => `secret of ${cardId}`),
    );
  }
  const bound = sales.flatMap(({ cards }) => cards.map(({ cardId }) => cardId));
  expect(new Set(bound).size).toBe(5);
  expect(await till.freeCards(product)).toBe(15);
});

it('T30: however often the buyer taps to pay, and by which way, the price of one card buys one card', async () => {
  const product = await till.sellsByEpay({ cards: 3 });
  const { order, token } = await till.orders(product);
  const taps = await Promise.allSettled(
    Array.from({ length: 16 }, (_, tap) =>
      till.starts(token, tap % 2 === 0 ? 'alipay' : 'wechat_pay'),
    ),
  );
  for (const tap of taps)
    if (tap.status === 'rejected') expect(tap.reason).toMatchObject({ code: 'concurrent_change' });
  for (const method of ['alipay', 'wechat_pay', 'alipay', 'wechat_pay'] as const)
    await till.starts(token, method);
  const { attempts } = await till.load(order);
  expect(attempts.map(({ method }) => method).sort()).toEqual(['alipay', 'wechat_pay']);
  const [paid] = attempts;
  if (!paid) throw new Error('there is nothing to pay');
  await Promise.all(Array.from({ length: 4 }, () => till.confirm(paid)));
  await till.settled();
  const after = await till.load(order);
  expect(after.order.state).toBe('delivered');
  expect(after.cards).toHaveLength(1);
  expect(await till.freeCards(product)).toBe(2);
  await expect(till.starts(token, paid.method)).rejects.toMatchObject({
    code: 'order_not_payable',
  });
  // Whoever pays the other way, too, gets that money back and no second card.
  const other = attempts.find(({ id }) => id !== paid.id);
  if (other) await till.confirm(other);
  await till.settled();
  const last = await till.load(order);
  expect(last.cards).toEqual(after.cards);
  expect(last.refunds).toMatchObject([
    { attemptId: other?.id, amount: order.amount, cause: 'duplicate_payment' },
  ]);
});
