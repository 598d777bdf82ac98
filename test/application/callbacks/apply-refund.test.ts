import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import { METRICS } from '#shared/contract/metrics.ts';
import type { CallbackMessage } from '#shared/contract/queues.ts';
import type { RefundNotification } from '#shared/domain/callbacks/notification.ts';
import { money } from '#shared/domain/money/money.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aQueuedRefund, UNKNOWN } from '../refunds/a-queued-refund.ts';
import { aNotice } from './a-notice.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

/** A refund that the provider was asked for and works on. */
const aPendingRefund = async ({ repeatably = true } = {}) => {
  const sale = await aQueuedRefund(dynamo, { repeatably });
  const { till, order, attempt, refundId, answers } = sale;
  answers({ kind: 'pending' });
  await till.work();
  till.queue.splice(0);
  const said: RefundNotification = {
    kind: 'refund',
    refundId,
    attemptId: attempt.id,
    status: 'succeeded',
    providerStatus: 'SUCCESS',
    providerReference: 'R1',
    amount: attempt.amount,
  };
  const tell = (changes: Partial<RefundNotification> = {}, more: Partial<CallbackMessage> = {}) =>
    applyCallback(till.deps, aNotice(order, { ...said, ...changes }, more));
  const traces = async () =>
    (await till.deps.orders.traces(order.tenant, order.id, { limit: 9 })).traces;
  return { ...sale, said, tell, traces };
};

describe('a notification about our own refund', () => {
  it('that succeeded ends it, in the same transaction as the trace', async () => {
    const { tell, read, traces } = await aPendingRefund();
    expect(await tell()).toBe('applied');
    expect(await read()).toMatchObject({
      order: { state: 'refunded' },
      refund: { state: 'succeeded', providerReference: 'R1' },
    });
    expect(await traces()).toMatchObject([
      { effect: 'applied', effectDetail: 'the money went back' },
    ]);
    expect(await tell()).toBe('no_change');
  });

  it('that failed asks a person', async () => {
    const { tell, read } = await aPendingRefund();
    expect(await tell({ status: 'failed', providerStatus: 'CLOSED' })).toBe('needs_review');
    expect((await read()).order.review?.reason).toBe('refund_failed');
  });

  it('of another amount leaves it open and asks a person', async () => {
    const { tell, read } = await aPendingRefund();
    expect(await tell({ amount: money('CNY', 1) })).toBe('needs_review');
    expect(await read()).toMatchObject({
      order: { review: { reason: 'refund_contradicted' } },
      refund: { state: 'submitted' },
    });
  });

  it('that is pending changes nothing', async () => {
    const { tell, till } = await aPendingRefund();
    expect(await tell({ status: 'pending' })).toBe('no_change');
    expect(till.queue).toEqual([]);
  });
});

describe.each([
  ['of a provider whose word proves nothing', { status: 'succeeded' }, { confirm: true }],
  ['with a word that nobody knows', { status: 'unknown' }, {}],
] as const)('a notification %s', (_name, said, message) => {
  it('has the provider asked now, and the answer counts', async () => {
    const { till, tell, read, answers, asked, traces } = await aPendingRefund();
    till.setNow(later(3));
    answers({ kind: 'succeeded', providerReference: 'R2' });
    expect(await tell(said, message)).toBe('applied');
    expect((await read()).refund.state).toBe('submitted');
    expect(await traces()).toMatchObject([{ effectDetail: 'asked the provider' }]);
    await till.work();
    expect(asked()).toHaveLength(2);
    expect((await read()).refund).toMatchObject({ state: 'succeeded', providerReference: 'R2' });
  });

  it('takes no turn of the planned questions, and repeated at once asks once', async () => {
    const { till, tell, read, answers, asked } = await aPendingRefund();
    till.setNow(later(3));
    answers(UNKNOWN);
    const effects = [await tell(said, message), await tell(said, message)];
    expect(effects).toEqual(['applied', 'no_change']);
    await till.work();
    expect(asked()).toHaveLength(2);
    expect((await read()).refund).toMatchObject({ state: 'unknown', askedCount: 1 });
  });

  it('is found by the sweeper when its message is lost', async () => {
    const { till, order, said: whole, refundId } = await aPendingRefund();
    const followUps = { send: async () => Promise.reject(new Error('SQS is down')) };
    const notice = aNotice(order, { ...whole, ...said }, message);
    await expect(applyCallback({ ...till.deps, followUps }, notice)).rejects.toThrow();
    expect(await till.overdue(later(63))).toContainEqual(
      expect.objectContaining({ kind: 'refund', refundId }),
    );
  });

  it('asks nobody where asking would be a second refund', async () => {
    const { till, tell, read, asked } = await aPendingRefund({ repeatably: false });
    till.setNow(later(3));
    await tell(said, message);
    await till.work();
    expect(asked()).toHaveLength(1);
    expect((await read()).refund.askAt).toBeUndefined();
  });
});

describe('a refund that was made elsewhere', () => {
  it('asks a person once for each of the provider’s numbers', async () => {
    const { tell, read, till } = await aPendingRefund();
    const made = { refundId: undefined, providerReference: 'C1', amount: money('CNY', 100) };
    expect(await tell(made)).toBe('needs_review');
    expect((await read()).order.review?.reason).toBe('refunded_elsewhere');
    expect(await tell(made)).toBe('no_change');
    expect(till.counted.get(METRICS.orderNeedsReview)).toBe(1);
  });

  it('that nobody proves asks a person too: money may have left', async () => {
    const { tell } = await aPendingRefund();
    const made = { refundId: undefined, providerReference: 'C1' };
    expect(await tell(made, { confirm: true })).toBe('needs_review');
    expect(await tell({ ...made, status: 'failed' }, { confirm: true })).toBe('no_change');
  });

  it('and names nothing of ours is kept where a person finds it', async () => {
    const { tell, till } = await aPendingRefund();
    expect(await tell({ refundId: undefined, attemptId: undefined })).toBe('unmatched');
    const stranger = { refundId: undefined, attemptId: 'att_01h455vb4pex5vsknk084sn0zz' };
    expect(await tell(stranger)).toBe('unmatched');
    expect(await tell(stranger, { confirm: true })).toBe('unmatched');
    expect(till.counted.get(METRICS.callbackUnmatched)).toBe(3);
  });
});
