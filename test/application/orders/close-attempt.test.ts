import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCaps } from '#shared/adapters/dynamodb/cap-writes.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { money } from '#shared/domain/money/money.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { CHANNEL_A, later } from '#test/support/builders.ts';
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
});

const DAY = '2026-05-01';

/** An order with two attempts that can both be paid; each reserves its amount of the channel's day. */
const aBuyerWhoTriesTwice = async () => {
  const order = await till.order(await till.sells({ cards: 1 }));
  const reserve = {
    kind: 'reserve',
    channelId: CHANNEL_A,
    day: DAY,
    amount: order.amount,
    cap: money('CNY', 100_000),
  } as const;
  const first = await till.attempt(order, { number: 1, capDay: DAY, caps: [reserve] });
  const second = await till.attempt(order, { number: 2, capDay: DAY, caps: [reserve] });
  return { order, first, second };
};

const reserved = async ({ tenant }: Order) => {
  const table = { documents: dynamo.documents, tableName: dynamo.tables.channels };
  return (await readCaps(table, tenant, [{ channelId: CHANNEL_A, day: DAY }])).get(CHANNEL_A);
};

const statesOf = async (order: Order) =>
  (await till.load(order)).attempts.map(({ state }) => state);

const closeMessages = () => till.queue.filter(({ kind }) => kind === 'close_attempt');

describe('an attempt whose order got its money elsewhere', () => {
  it('is closed at its provider, and what it reserved of the day is free again', async () => {
    const { order, first, second } = await aBuyerWhoTriesTwice();
    till.provider.setClose({ kind: 'closed' });
    await till.report(order, first);
    expect(await reserved(order)).toBe(1_980n);
    await till.work();
    expect(till.provider.askedToClose).toMatchObject([
      { orderNumber: providerOrderNumberOf(second.id), amount: order.amount },
    ]);
    expect(await statesOf(order)).toEqual(['succeeded', 'closed']);
    expect(await reserved(order)).toBe(990n);
  });

  it('is closed once by two copies of the message', async () => {
    const { order, first } = await aBuyerWhoTriesTwice();
    till.provider.setClose({ kind: 'closed' });
    await till.report(order, first);
    const [message] = closeMessages();
    if (!message) throw new Error('nothing is to be closed');
    await Promise.all([till.handle(message), till.handle(message)]);
    await till.handle(message);
    expect(await reserved(order)).toBe(990n);
    expect((await till.load(order)).order.timeline.map(({ what }) => what)).toEqual([
      'created',
      'attempt_started',
      'attempt_started',
      'paid',
      'delivered',
      'attempt_closed',
    ]);
  });

  it('that was paid a moment before is found out, and its money goes back', async () => {
    const { order, first, second } = await aBuyerWhoTriesTwice();
    till.provider.setClose({ kind: 'already_paid' });
    till.provider.answersQuery({
      kind: 'found',
      status: 'succeeded',
      providerStatus: '1',
      amount: order.amount,
      providerReference: 'P2',
    });
    till.provider.setRefund({ kind: 'succeeded' });
    await till.report(order, first);
    await till.work();
    const aggregate = await till.load(order);
    expect(aggregate.order).toMatchObject({ state: 'delivered', paidAttemptId: first.id });
    expect(aggregate.refunds).toMatchObject([
      {
        attemptId: second.id,
        cause: 'duplicate_payment',
        amount: order.amount,
        state: 'succeeded',
      },
    ]);
    expect(till.provider.askedToRefund).toHaveLength(1);
  });

  it('is asked for five times in about half an hour when the provider does not answer, then left to the questions', async () => {
    const { order, first } = await aBuyerWhoTriesTwice();
    till.provider.setClose({ kind: 'unknown', detail: 'time-out' });
    await till.report(order, first);
    await till.work();
    const times = [till.now()];
    while (closeMessages().length > 0) {
      const [next] = closeMessages();
      till.setNow(new Date(next?.dueAt ?? ''));
      times.push(till.now());
      await till.work();
    }
    expect(times).toEqual([0, 10, 70, 370, 2_170].map((seconds) => later(seconds)));
    expect(till.provider.askedToClose).toHaveLength(5);
    expect(await statesOf(order)).toEqual(['succeeded', 'pending']);
  });

  it('stays open where a provider cannot close', async () => {
    const { order, first } = await aBuyerWhoTriesTwice();
    till.provider.setClose({ kind: 'not_supported' });
    await till.report(order, first);
    await till.work();
    expect(till.provider.askedToClose).toHaveLength(1);
    expect(await statesOf(order)).toEqual(['succeeded', 'pending']);
    expect(closeMessages()).toEqual([]);
  });

  it('stays open where a provider knows no closing at all', async () => {
    const { order, first } = await aBuyerWhoTriesTwice();
    await till.report(order, first);
    await till.work();
    expect(await statesOf(order)).toEqual(['succeeded', 'pending']);
    expect(closeMessages()).toEqual([]);
  });

  it('is not asked for when it was decided meanwhile', async () => {
    const { order, first, second } = await aBuyerWhoTriesTwice();
    till.provider.setClose({ kind: 'closed' });
    await till.report(order, first);
    await till.report(order, second, { status: 'failed' });
    await till.work();
    expect(till.provider.askedToClose).toEqual([]);
    expect(await statesOf(order)).toEqual(['succeeded', 'failed']);
  });
});

describe('an order that ends without a payment', () => {
  it.each(['expired', 'cancelled'] as const)(
    'closes every open attempt when it is %s',
    async (how) => {
      const { order } = await aBuyerWhoTriesTwice();
      till.provider.setClose({ kind: 'closed' });
      if (how === 'expired') {
        till.setNow(new Date(order.expiresAt));
        await till.tell(order, { kind: 'expire' });
      } else await till.tell(order, { kind: 'cancel', actor: 'key', reason: undefined });
      await till.work();
      expect(await statesOf(order)).toEqual(['closed', 'closed']);
      expect(await reserved(order)).toBe(0n);
      expect((await till.load(order)).order.state).toBe(how);
    },
  );

  it('closes nothing that is paid in the same moment: the money follows the late policy', async () => {
    const { order, first } = await aBuyerWhoTriesTwice();
    till.provider.setClose({ kind: 'already_paid' });
    till.setNow(new Date(order.expiresAt));
    await till.tell(order, { kind: 'expire' });
    till.provider.answersQuery({
      kind: 'found',
      status: 'succeeded',
      providerStatus: '1',
      amount: order.amount,
    });
    const [message] = closeMessages();
    if (!message) throw new Error('nothing is to be closed');
    await till.handle(message);
    expect((await till.load(order)).order).toMatchObject({
      state: 'delivered',
      paidAttemptId: first.id,
    });
  });
});
