import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '#shared/contract/metrics.ts';
import type { FollowUpMessage } from '#shared/contract/queues.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { attemptIdOf, providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { CHANNEL_A, later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aTill, type Till } from '../support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const REQUEST = { buyerIp: '203.0.113.7', returnUrl: 'https://pay.example/checkout/x/return' };
const NOT_FOUND = { kind: 'not_found', detail: 'no such order' } as const;

/** An order whose payment was sent, and whose answer got lost before the provider had it. */
const aLostPayment = async (
  options: Parameters<typeof aTill>[1] = { resubmission: 'same_number' },
  changes: Partial<Attempt> = {},
) => {
  const till = aTill(dynamo, options);
  const order = await till.order(await till.sells({ cards: 1 }));
  const attempt = await till.attempt(order, { state: 'unknown', request: REQUEST, ...changes });
  till.queue.push(questionAbout(order, attempt));
  till.provider.answersQuery(NOT_FOUND);
  return { till, order, attempt };
};

const questionAbout = (order: Order, attempt: Attempt): FollowUpMessage => ({
  kind: 'query_attempt',
  tenant: order.tenant,
  orderId: order.id,
  attemptId: attempt.id,
  dueAt: later(15).toISOString(),
});

const numbersAsked = ({ provider }: Till) =>
  provider.asked.map(({ request }) => request.orderNumber);

describe('a payment that the provider never got', () => {
  it('is sent again by the follow-up under the same number, and the page has its link', async () => {
    const { till, order, attempt } = await aLostPayment();
    await till.workUntil(later(20));
    expect(till.provider.asked.map(({ request }) => request)).toEqual([
      expect.objectContaining({
        orderNumber: providerOrderNumberOf(attempt.id),
        amount: attempt.amount,
        method: attempt.method,
        device: attempt.device,
        ...REQUEST,
      }),
    ]);
    const { attempts } = await till.load(order);
    expect(attempts).toMatchObject([
      { state: 'pending', nextAction: { kind: 'redirect' }, resubmissions: 1 },
    ]);
    expect(attempts[0]?.request).toBeUndefined();
    expect(till.counted.get(METRICS.paymentResubmitted)).toBe(1);
    expect(till.queue).toMatchObject([{ kind: 'query_attempt', attemptId: attempt.id }]);
  });

  it('is sent again three times at most, always under one number, and asked about on', async () => {
    const { till, order } = await aLostPayment();
    till.provider.answersCreate(CHANNEL_A, { kind: 'unknown', detail: 'time-out' });
    await till.workUntil(later(880));
    expect(numbersAsked(till)).toHaveLength(3);
    expect(new Set(numbersAsked(till)).size).toBe(1);
    expect((await till.load(order)).attempts).toMatchObject([
      { state: 'unknown', resubmissions: 3 },
    ]);
    expect(till.queue).not.toEqual([]);
  });

  it('is counted before it is sent, so that a crash does not send it for ever', async () => {
    const { till, order, attempt } = await aLostPayment();
    let during: number | undefined;
    till.provider.answersCreate(CHANNEL_A, async () => {
      during = (await till.load(order)).attempts[0]?.resubmissions;
      throw new Error('the process dies');
    });
    till.setNow(later(15));
    await expect(till.handle(questionAbout(order, attempt))).rejects.toThrow('dies');
    expect(during).toBe(1);
  });

  it('is sent once by 16 copies of its message that come at once', async () => {
    const { till, order, attempt } = await aLostPayment();
    till.setNow(later(15));
    await Promise.all(Array.from({ length: 16 }, () => till.handle(questionAbout(order, attempt))));
    expect(numbersAsked(till)).toHaveLength(1);
  });

  it('stays as it was when the provider refuses: that proves nothing about the first call', async () => {
    const { till, order } = await aLostPayment();
    till.provider.answersCreate(CHANNEL_A, {
      kind: 'did_not_happen',
      reason: 'provider_refused',
      detail: 'no',
    });
    await till.workUntil(later(20));
    expect((await till.load(order)).attempts).toMatchObject([
      { state: 'unknown', resubmissions: 1 },
    ]);
  });
});

describe('nothing is sent again', () => {
  const never = async ({ till }: { till: Till }) => {
    await till.workUntil(later(600));
    expect(till.provider.asked).toEqual([]);
  };

  it('where the provider does not take the same number for the same payment', async () => {
    await never(await aLostPayment({ resubmission: 'none' }));
    await never(await aLostPayment({}));
  });

  it('when the answer is unknown, or the provider knows the payment', async () => {
    const unclear = await aLostPayment();
    unclear.till.provider.answersQuery({ kind: 'unknown', detail: 'time-out' });
    await never(unclear);
    const known = await aLostPayment();
    known.till.provider.answersQuery({ kind: 'found', status: 'pending', providerStatus: '0' });
    await never(known);
  });

  it('when the order was paid by another attempt meanwhile, even while the provider was asked', async () => {
    const lost = await aLostPayment();
    const { till, order } = lost;
    const other = await till.attempt(order, { number: 2, method: 'wechat_pay' });
    await till.report(order, other);
    await never(lost);
  });

  it('when the order is cancelled in the very moment of the question', async () => {
    const lost = await aLostPayment();
    const { till, order } = lost;
    const { orders } = till.deps;
    let cancelled = false;
    till.setNow(later(15));
    await till.handle(questionAbout(order, lost.attempt), {
      orders: {
        ...orders,
        recordAttempt: async (...args) => {
          const recorded = await orders.recordAttempt(...args);
          if (!cancelled) {
            cancelled = true;
            await till.tell(order, { kind: 'cancel', actor: 'Li', reason: undefined });
          }
          return recorded;
        },
      },
    });
    expect(cancelled).toBe(true);
    expect(till.provider.asked).toEqual([]);
  });

  it.each([
    ['is drained', { status: 'draining' }],
    ['is frozen', { status: 'frozen' }],
    ['has another account now', { accountVersion: 2, retiredAccounts: [] }],
  ] as const)('through a channel that %s', async (_what, changes) => {
    const lost = await aLostPayment();
    const { channels } = lost.till.deps;
    const changed = async (...args: Parameters<typeof channels.read>) => {
      const channel = await channels.read(...args);
      return channel && ({ ...channel, ...changes } as Channel);
    };
    lost.till.setNow(later(15));
    await lost.till.handle(questionAbout(lost.order, lost.attempt), {
      channels: { ...channels, read: changed },
    });
    expect(lost.till.provider.asked).toEqual([]);
  });

  it('beyond what the contract allows in a second; the question is counted all the same', async () => {
    const { till, order, attempt } = await aLostPayment();
    const { channels } = till.deps;
    const narrow = {
      ...channels,
      read: async (...args: Parameters<typeof channels.read>) => {
        const channel = await channels.read(...args);
        return channel && { ...channel, maxPerSecond: 1 };
      },
    };
    till.setNow(later(15));
    await till.attempt(order, {
      number: 2,
      caps: [
        {
          kind: 'take_turn',
          channelId: CHANNEL_A,
          second: Math.floor(later(15).getTime() / 1000),
          maxPerSecond: 1,
        },
      ],
      state: 'unknown',
      request: REQUEST,
      createdAt: later(-60).toISOString(),
      updatedAt: later(-60).toISOString(),
    });
    const second = { ...attempt, id: attemptIdOf(order.id, 2) };
    await till.handle(questionAbout(order, second), { channels: narrow });
    expect(till.provider.asked).toEqual([]);
    expect((await till.load(order)).attempts[1]).toMatchObject({ queryCount: 1 });
    till.setNow(later(60));
    await till.handle(questionAbout(order, second), { channels: narrow });
    expect(till.provider.asked).toHaveLength(1);
  });
});
