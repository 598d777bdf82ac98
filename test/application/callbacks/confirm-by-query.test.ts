import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import { receiveCallback } from '#shared/application/callbacks/receive-callback.ts';
import { expireQuietly } from '#shared/application/orders/change-order.ts';
import type { QueryOutcome } from '#shared/application/ports/channel-port.ts';
import { METRICS } from '#shared/contract/metrics.ts';
import { type CallbackMessage, callbackMessageSchema } from '#shared/contract/queues.ts';
import type { VerifiedNotification } from '#shared/domain/callbacks/notification.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { type Money, money } from '#shared/domain/money/money.ts';
import { aChannel, CHANNEL_A, later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aTill, type Till } from '../support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

let till: Till;
beforeEach(() => {
  till = aTill(dynamo);
});

/** An order that is being paid, and whoever has the channel's key reports to us. */
const aPayment = async ({
  amount = undefined as Money | undefined,
  state = 'pending' as 'pending' | 'submitted',
} = {}) => {
  const order = await till.order(await till.sells({ cards: 1 }));
  const attempt = await till.attempt(order, { state });
  const said: VerifiedNotification = {
    kind: 'payment',
    attemptId: attempt.id,
    providerOrderNumber: providerOrderNumberOf(attempt.id),
    providerReference: 'P1',
    status: 'succeeded',
    providerStatus: 'TRADE_SUCCESS',
    amount: amount ?? attempt.amount,
  };
  /** Receives a correctly signed notification as the channel wants it, and gives the queued message. */
  const receive = async (
    channel: Partial<Channel>,
    { confirmByQuery = false, notification = said } = {},
  ): Promise<CallbackMessage> => {
    const port = await till.deps.registry.load('fake');
    if (!port) throw new Error('the fake provider is gone');
    const queued: CallbackMessage[] = [];
    const acknowledged = await receiveCallback(
      {
        ...till.deps,
        channels: {
          list: async () => [],
          read: async () => aChannel(order.tenant, { id: CHANNEL_A, ...channel }),
          findOwner: async () => order.tenant,
        },
        registry: {
          providers: ['fake'],
          load: async () => ({
            ...port,
            capabilities: { ...port.capabilities, confirmByQuery },
            notification: async () => ({ kind: 'verified', notification }),
          }),
        },
        queue: {
          send: async (messages) =>
            void queued.push(
              ...messages.map(({ message }) => callbackMessageSchema.parse(message)),
            ),
        },
        maxBodyBytes: 1_000,
      },
      {
        provider: 'fake',
        channelId: CHANNEL_A,
        httpMethod: 'POST',
        headers: {},
        query: '',
        body: new Uint8Array(),
      },
    );
    expect(acknowledged.body).toBe('success');
    const [message] = queued;
    if (!message) throw new Error('nothing was queued');
    return message;
  };
  const announced = async () => {
    const message = await receive({ confirmFrom: money('CNY', 0) });
    expect(await applyCallback(till.deps, message)).toBe('applied');
    return message;
  };
  const read = async () => {
    const { order: now, attempts, cards } = await till.load(order);
    return { order: now, attempt: attempts[0], cards };
  };
  return { order, attempt, said, receive, announced, read };
};

const PAID = (amount: Money): QueryOutcome => ({
  kind: 'found',
  status: 'succeeded',
  providerStatus: '1',
  amount,
  providerReference: 'P1',
});
const NOT_PAID: QueryOutcome = { kind: 'found', status: 'pending', providerStatus: '0' };

describe('a notification', () => {
  it.each([
    ['of less than the channel asks about', money('CNY', 989), false],
    ['of as much as the channel asks about', money('CNY', 990), true],
    ['of more', money('CNY', 991), true],
    ['in another currency', money('USD', 1), true],
  ])('%s is believed, or confirmed first', async (_name, amount, confirm) => {
    const { receive } = await aPayment({ amount });
    const message = await receive({ confirmFrom: money('CNY', 990) });
    expect(message.confirm).toBe(confirm);
  });

  it('without an amount is confirmed when the channel asks about any', async () => {
    const { receive, said } = await aPayment();
    const { amount: _none, ...notification } = said;
    const confirmFrom = money('CNY', 1_000_000);
    expect((await receive({ confirmFrom }, { notification })).confirm).toBe(true);
    expect((await receive({}, { notification })).confirm).toBe(false);
  });

  it('of a provider whose notifications prove nothing is always confirmed', async () => {
    const { receive } = await aPayment();
    expect((await receive({}, { confirmByQuery: true })).confirm).toBe(true);
    expect((await receive({})).confirm).toBe(false);
  });
});

describe('a real payment that is to be confirmed', () => {
  it('delivers nothing at first, and everything as soon as the provider says so', async () => {
    const { order, announced, read } = await aPayment();
    await announced();
    expect(await read()).toMatchObject({
      order: { state: 'awaiting_payment' },
      attempt: { unconfirmed: { asked: 0 } },
    });
    till.provider.answersQuery(PAID(order.amount));
    await till.work();
    expect(await read()).toMatchObject({
      order: { state: 'delivered' },
      attempt: { state: 'succeeded' },
    });
    expect((await read()).cards).toHaveLength(1);
    expect((await read()).attempt?.unconfirmed).toBeUndefined();
  });

  it.each(['pending', 'submitted'] as const)(
    'is delivered within seconds also when the provider needs a moment: the attempt was %s',
    async (state) => {
      const { order, announced, read } = await aPayment({ state });
      await announced();
      till.provider.answersQuery(NOT_PAID);
      await till.work();
      expect((await read()).order.state).toBe('awaiting_payment');
      till.provider.answersQuery(PAID(order.amount));
      await till.workUntil(later(8));
      expect((await read()).order.state).toBe('delivered');
    },
  );

  it('is announced once by a notification that comes again and again', async () => {
    const { receive, announced, read } = await aPayment();
    await announced();
    const again = await receive({ confirmFrom: money('CNY', 0) });
    expect(await applyCallback(till.deps, again)).toBe('no_change');
    const { timeline } = (await read()).order;
    expect(timeline.filter(({ what }) => what === 'payment_announced')).toHaveLength(1);
  });

  it('counts what the provider says when asked, not what the notification said', async () => {
    const { announced, read } = await aPayment();
    await announced();
    till.provider.answersQuery(PAID(money('CNY', 1)));
    await till.work();
    expect((await read()).order).toMatchObject({
      state: 'needs_review',
      review: { reason: 'underpaid' },
    });
  });

  it('that is confirmed after the order expired follows the late policy', async () => {
    const { order, announced, read } = await aPayment();
    till.setNow(later(-1, new Date(order.expiresAt)));
    await announced();
    till.setNow(new Date(order.expiresAt));
    await expireQuietly(till.deps, order.tenant, order.id);
    expect((await read()).order.state).toBe('expired');
    till.provider.answersQuery(PAID(order.amount));
    await till.workUntil(later(60, till.now()));
    expect(await read()).toMatchObject({ order: { state: 'delivered' } });
    expect((await read()).cards).toHaveLength(1);
  });
});

describe('a notification forged with a leaked key for an order that nobody paid', () => {
  const answers: [string, QueryOutcome][] = [
    ['knows it as unpaid', NOT_PAID],
    ['does not know it', { kind: 'not_found', detail: 'no such order' }],
    ['does not answer', { kind: 'unknown', detail: 'time-out' }],
  ];

  it.each(answers)(
    'delivers nothing and ends as a question for a person: the provider %s',
    async (_name, answer) => {
      const { announced, read } = await aPayment();
      await announced();
      till.provider.answersQuery(answer);
      await till.workUntil(later(600));
      expect((await read()).order.review).toBeUndefined();
      await till.workUntil(later(4 * 3_600));
      const { order, attempt } = await read();
      expect(order).toMatchObject({ review: { reason: 'unconfirmed_payment' } });
      expect(order.deliveredAt).toBeUndefined();
      expect(order.paidAttemptId).toBeUndefined();
      expect(attempt?.unconfirmed).toBeUndefined();
      expect(till.counted.get(METRICS.paymentUnconfirmed)).toBe(1);
      const events = (await till.outbox(order)).flatMap(({ events: told }) => told);
      expect(events.map(({ type }) => type)).toEqual(['order.needs_review']);
    },
  );

  it('does not keep the order from expiring, nor its card from the next buyer', async () => {
    const { order, announced, read } = await aPayment();
    await announced();
    till.provider.answersQuery(NOT_PAID);
    await till.workUntil(new Date(order.expiresAt));
    await expireQuietly(till.deps, order.tenant, order.id);
    expect((await read()).order).toMatchObject({ state: 'expired', reservation: 'released' });
  });

  it('asks the person although the process died before it could', async () => {
    const { announced, read } = await aPayment();
    await announced();
    till.provider.answersQuery(NOT_PAID);
    const { orders } = till.deps;
    let died = false;
    const handle = async (message: Parameters<typeof till.handle>[0]) =>
      till.handle(message, {
        orders: {
          ...orders,
          record: async (change) => {
            if (!died && change.order.review) {
              died = true;
              throw new Error('the process died');
            }
            return orders.record(change);
          },
        },
      });
    for (let rounds = 0; rounds < 40 && !died; rounds += 1) {
      const [message] = till.queue.splice(0, 1);
      if (!message) throw new Error('nobody asks any more');
      till.setNow(new Date(message.dueAt));
      await handle(message).catch((error: Error) => expect(error.message).toMatch(/died/));
    }
    expect(died).toBe(true);
    const { order, attempt } = await read();
    expect(order.review).toBeUndefined();
    // The sweeper finds the attempt by its next question.
    till.setNow(later(3_700, till.now()));
    await till.handle({
      kind: 'query_attempt',
      tenant: order.tenant,
      orderId: order.id,
      attemptId: attempt?.id ?? '',
      dueAt: till.now().toISOString(),
    });
    expect((await read()).order.review?.reason).toBe('unconfirmed_payment');
  });
});
