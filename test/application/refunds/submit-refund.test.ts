import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '#shared/contract/metrics.ts';
import type { FollowUpMessage } from '#shared/contract/queues.ts';
import { providerOrderNumberOf, providerRefundNumberOf } from '#shared/domain/identity/ids.ts';
import { later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aQueuedRefund, BOTH_KINDS, NOBODY_THERE } from './a-queued-refund.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

describe.each(BOTH_KINDS)('a refund at a provider %s', (_name, repeatably) => {
  it('is sent once, under its own number, and ends the sale', async () => {
    const { till, attempt, refundId, read, answers, asked } = await aQueuedRefund(dynamo, {
      repeatably,
    });
    answers({ kind: 'succeeded', providerReference: 'R7' });
    await till.work();
    expect(asked()).toMatchObject([
      {
        orderNumber: providerOrderNumberOf(attempt.id),
        providerReference: 'P1',
        amount: attempt.amount,
        refundNumber: providerRefundNumberOf(refundId),
        refundAmount: attempt.amount,
        reason: 'the buyer changed their mind',
      },
    ]);
    expect(await read()).toMatchObject({
      order: { state: 'refunded', reservation: 'revoked' },
      refund: { state: 'succeeded', providerReference: 'R7', askedCount: 1 },
    });
    expect(till.queue).toEqual([]);
  });

  it('is written down before the provider is called', async () => {
    const { till, read } = await aQueuedRefund(dynamo, { repeatably });
    let during: Awaited<ReturnType<typeof read>> | undefined;
    till.provider.setRefund(async () => {
      during = await read();
      return { kind: 'succeeded' };
    });
    await till.work();
    expect(during?.refund).toMatchObject({ state: 'submitted', askedCount: 1 });
  });

  it('is asked for once by 16 copies of its message that come at once', async () => {
    const { till, read, message, answers, asked } = await aQueuedRefund(dynamo, { repeatably });
    answers({ kind: 'succeeded' });
    await Promise.all(Array.from({ length: 16 }, () => till.handle(message())));
    expect(asked()).toHaveLength(1);
    expect(await read()).toMatchObject({
      order: { state: 'refunded' },
      refund: { state: 'succeeded' },
    });
    await till.handle(message());
    expect(asked()).toHaveLength(1);
  });

  it('that reached nobody is sent again until it does', async () => {
    const { till, read, answers, asked } = await aQueuedRefund(dynamo, { repeatably });
    answers(NOBODY_THERE, NOBODY_THERE, { kind: 'succeeded' });
    await till.work();
    expect((await read()).refund).toMatchObject({ state: 'queued', askedCount: 1 });
    await till.workUntil(later(60));
    expect(asked()).toHaveLength(3);
    expect(new Set(asked().map(({ refundNumber }) => refundNumber)).size).toBe(1);
    expect(await read()).toMatchObject({
      order: { state: 'refunded' },
      refund: { state: 'succeeded' },
    });
  });

  it('that reached nobody for two weeks has failed, and a person is asked', async () => {
    const { till, read, answers, asked } = await aQueuedRefund(dynamo, { repeatably });
    answers(NOBODY_THERE);
    await till.workUntil(later(30 * 86_400));
    expect(asked()).toHaveLength(20);
    expect(await read()).toMatchObject({
      order: { state: 'needs_review', review: { reason: 'refund_failed' } },
      refund: { state: 'failed' },
    });
  });

  it('that the provider refuses has failed: a person is asked, the merchant is told, the money is free again', async () => {
    const { till, order, read, answers, asked } = await aQueuedRefund(dynamo, { repeatably });
    answers({ kind: 'did_not_happen', reason: 'balance too low' });
    await till.workUntil(later(3_600));
    expect(asked()).toHaveLength(1);
    expect(await read()).toMatchObject({
      order: { state: 'needs_review', review: { reason: 'refund_failed' } },
      refund: { state: 'failed', detail: 'balance too low' },
    });
    const events = (await till.outbox(order)).flatMap(({ events }) => events);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'refund.failed',
        data: expect.objectContaining({ object: 'refund', state: 'failed' }),
      }),
    );
    expect(till.counted.get(METRICS.refundFailed)).toBe(1);
  });

  it('is not sent where the provider has no refunds', async () => {
    const { till, read } = await aQueuedRefund(dynamo, { repeatably });
    await till.work();
    expect((await read()).refund.state).toBe('failed');
  });
});

describe('a refund that does not exist', () => {
  it('is not sent, and neither is one that was told of too early', async () => {
    const { till, message, asked, answers } = await aQueuedRefund(dynamo);
    answers({ kind: 'succeeded' });
    await till.handle({
      ...message(),
      refundId: 'ref_01h455vb4pex5vsknk084sn0zz',
    } as FollowUpMessage);
    till.setNow(later(-60));
    await till.handle({ ...message(), dueAt: NOW.toISOString() });
    expect(asked()).toEqual([]);
  });
});
