import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import { deliverWaiting } from '#shared/application/orders/deliver-waiting.ts';
import type { CallbackMessage } from '#shared/contract/queues.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { DEFAULT_PAYMENT_POLICIES } from '#shared/domain/policies/payment-policies.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aTill, type Till } from '../support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

let till: Till;
beforeEach(() => {
  till = aTill(dynamo, { refundsRepeatably: true });
  till.provider.setRefund({ kind: 'succeeded' });
});

const notificationOf = (order: Order, attempt: Attempt): CallbackMessage => ({
  id: systemRuntime.newId('callback'),
  tenant: order.tenant,
  channelId: attempt.channelId,
  provider: 'fake',
  receivedAt: till.now().toISOString(),
  httpMethod: 'POST',
  query: '',
  contentType: '',
  body: '',
  confirm: false,
  notification: {
    kind: 'payment',
    attemptId: attempt.id,
    providerOrderNumber: providerOrderNumberOf(attempt.id),
    providerReference: 'P1',
    status: 'succeeded',
    providerStatus: '1',
    amount: order.amount,
  },
});

/** As the queue does: a message that lost every round comes again. */
const untilApplied = async (message: CallbackMessage) => {
  for (let received = 0; received < 5; received += 1) {
    try {
      return await applyCallback(till.deps, message);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'concurrent_change') throw error;
    }
  }
  throw new Error('the message would be dead by now');
};

const aStartedPayment = async (product: Product) => {
  const order = await till.order(product);
  return { order, attempt: await till.attempt(order) };
};

const startedPayments = async (product: Product, count: number) => {
  const sales: Awaited<ReturnType<typeof aStartedPayment>>[] = [];
  while (sales.length < count) sales.push(await aStartedPayment(product));
  return sales;
};

describe('64 equal notifications at once', () => {
  it('deliver once and leave one entry in the outbox; 63 change nothing', async () => {
    const { order, attempt } = await aStartedPayment(await till.sells({ cards: 3 }));
    const other = await till.attempt(order, { number: 2 });
    const effects = await Promise.all(
      Array.from({ length: 64 }, () => applyCallback(till.deps, notificationOf(order, attempt))),
    );
    expect(effects.filter((effect) => effect === 'applied')).toHaveLength(1);
    expect(effects.filter((effect) => effect === 'no_change')).toHaveLength(63);
    const { order: after, cards } = await till.load(order);
    expect(after.state).toBe('delivered');
    expect(cards).toHaveLength(1);
    expect(await till.outbox(order)).toEqual([
      expect.objectContaining({
        events: [
          expect.objectContaining({ type: 'order.paid' }),
          expect.objectContaining({ type: 'order.delivered' }),
        ],
        followUps: [expect.objectContaining({ kind: 'close_attempt', attemptId: other.id })],
      }),
    ]);
  });

  it('of a second payment pay it back once', async () => {
    const { order, attempt } = await aStartedPayment(await till.sells({ cards: 1 }));
    const second = await till.attempt(order, { number: 2 });
    await applyCallback(till.deps, notificationOf(order, attempt));
    await Promise.all(
      Array.from({ length: 64 }, () => applyCallback(till.deps, notificationOf(order, second))),
    );
    await till.work();
    expect((await till.load(order)).refunds).toMatchObject([
      { attemptId: second.id, cause: 'duplicate_payment', state: 'succeeded' },
    ]);
    expect(till.provider.askedToRefund).toHaveLength(1);
  });

  it('of two attempts, 32 each, buy once and pay back once, whichever is first', async () => {
    const { order, attempt } = await aStartedPayment(await till.sells({ cards: 1 }));
    const second = await till.attempt(order, { number: 2 });
    await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        untilApplied(notificationOf(order, index % 2 === 0 ? attempt : second)),
      ),
    );
    await till.work();
    const { order: after, attempts, refunds } = await till.load(order);
    expect(after.state).toBe('delivered');
    expect(attempts.map(({ state }) => state)).toEqual(['succeeded', 'succeeded']);
    const loser = attempts.find(({ id }) => id !== after.paidAttemptId);
    expect(refunds).toMatchObject([
      { attemptId: loser?.id, amount: order.amount, state: 'succeeded' },
    ]);
  });
});

describe('20 buyers who pay late for 10 cards', () => {
  it('get them, ten of them; the others wait, and get their money back in the end', async () => {
    const product = await till.sells({ cards: 20 });
    const sales = await startedPayments(product, 20);
    till.setNow(later(901));
    for (const { order } of sales) await till.tell(order, { kind: 'expire' });
    const quick = await till.order(product, { quantity: 10 });
    await till.report(quick, await till.attempt(quick));

    await Promise.all(
      sales.map(({ order, attempt }) => untilApplied(notificationOf(order, attempt))),
    );
    const count = async () => {
      const aggregates = await Promise.all(sales.map(({ order }) => till.load(order)));
      const states = aggregates.map(({ order }) => order.state);
      const cards = aggregates.flatMap((one) => one.cards.map(({ cardId }) => cardId));
      expect(new Set(cards).size).toBe(cards.length);
      const of = (state: string) => states.filter((one) => one === state).length;
      return {
        delivered: of('delivered'),
        waiting: of('awaiting_stock'),
        refunded: of('refunded'),
      };
    };
    expect(await count()).toEqual({ delivered: 10, waiting: 10, refunded: 0 });
    expect(await till.freeCards(product)).toBe(0);
    const read = () => till.inventory.readProduct(product.tenant, product.id);
    expect((await read())?.waitingUnits).toBe(10);

    till.setNow(later(25 * 3_600));
    await deliverWaiting(till.deps, product.tenant, product.id);
    await till.work();
    expect(await count()).toEqual({ delivered: 10, waiting: 0, refunded: 10 });
    expect((await read())?.waitingUnits).toBe(0);
    expect(till.provider.askedToRefund).toHaveLength(10);
    const numbers = till.provider.askedToRefund.map(({ refundNumber }) => refundNumber);
    expect(new Set(numbers).size).toBe(10);
  });
});

describe('an expiry and a payment in the same millisecond', () => {
  /** Lets both begin at once, in either order. */
  const together = async (
    { order, attempt }: { order: Order; attempt: Attempt },
    round: number,
  ) => {
    const steps = [
      () => till.tell(order, { kind: 'expire' }),
      () => applyCallback(till.deps, notificationOf(order, attempt)),
    ];
    await Promise.all((round % 2 === 0 ? steps : steps.toReversed()).map((step) => step()));
    return till.load(order);
  };

  const nothingLate = { late: { ...DEFAULT_PAYMENT_POLICIES.late, deliverWithinHours: 0 } };

  it('at the very end of the late window deliver its card once, 100 times over', async () => {
    till.setPolicies(nothingLate);
    const product = await till.sells({ cards: 100 });
    const sales = await startedPayments(product, 100);
    till.setNow(later(900));
    for (const [round, sale] of sales.entries()) {
      const { order, cards, refunds } = await together(sale, round);
      expect(order).toMatchObject({ state: 'delivered', reservation: 'sold' });
      expect(cards).toHaveLength(1);
      expect(refunds).toEqual([]);
      expect(order.timeline.filter(({ what }) => what === 'delivered')).toHaveLength(1);
    }
    expect(await till.freeCards(product)).toBe(0);
  });

  it('a millisecond later free its card once and pay back once, 100 times over', async () => {
    till.setPolicies(nothingLate);
    const product = await till.sells({ cards: 100 });
    const sales = await startedPayments(product, 100);
    till.setNow(new Date(later(900).getTime() + 1));
    for (const [round, sale] of sales.entries()) {
      const { order, cards, refunds } = await together(sale, round);
      expect(order).toMatchObject({ state: 'refunding', reservation: 'released' });
      expect(cards).toEqual([]);
      expect(refunds).toMatchObject([{ cause: 'late_payment', amount: order.amount }]);
      expect(order.deliveredAt).toBeUndefined();
    }
    expect(await till.freeCards(product)).toBe(100);
    await till.work();
    expect(till.provider.askedToRefund).toHaveLength(100);
  });

  it('one millisecond before its time the payment is in time, and the expiry changes nothing', async () => {
    const sale = await aStartedPayment(await till.sells({ cards: 1 }));
    till.setNow(new Date(Date.parse(sale.order.expiresAt) - 1));
    till.setPolicies(nothingLate);
    const { order } = await together(sale, 0);
    expect(order.state).toBe('delivered');
    expect(order.timeline.map(({ what }) => what)).not.toContain('expired');
  });
});
