import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefundOutcome } from '#shared/application/ports/channel-port.ts';
import { resolveRefund } from '#shared/application/refunds/resolve-refund.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aQueuedRefund, BOTH_KINDS, UNKNOWN } from './a-queued-refund.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

describe('a refund that the provider did although its answer got lost', () => {
  it('is found by asking again under the same number: the money moved once', async () => {
    const { till, read, message } = await aQueuedRefund(dynamo, { repeatably: true });
    const ledger = new Map<string, bigint>();
    till.provider.setRefund(async () => {
      const last = till.provider.askedToRefund.at(-1);
      const number = last?.refundNumber ?? '';
      if (ledger.has(number)) return { kind: 'succeeded', providerReference: 'R1' };
      ledger.set(number, last?.refundAmount.minor ?? 0n);
      return UNKNOWN;
    });
    await till.work();
    expect(await read()).toMatchObject({
      order: { state: 'refunding' },
      refund: { state: 'unknown', detail: 'time-out' },
    });
    await till.handle(message());
    expect(till.provider.askedToRefund).toHaveLength(1);
    await till.workUntil(later(60));
    expect([...ledger.values()]).toEqual([990n]);
    expect(await read()).toMatchObject({
      order: { state: 'refunded' },
      refund: { state: 'succeeded', askedCount: 2 },
    });
    expect((await read()).order.review).toBeUndefined();
  });

  it('is a person’s to find out where asking again would pay twice', async () => {
    const { till, order, refundId, read, message, answers, asked } = await aQueuedRefund(dynamo);
    answers(UNKNOWN);
    await till.work();
    expect(await read()).toMatchObject({
      order: { state: 'refunding', review: { reason: 'refund_unknown' } },
      refund: { state: 'unknown' },
    });
    for (let day = 1; day < 30; day += 1) {
      till.setNow(later(day * 86_400));
      await till.handle(message());
    }
    expect(asked()).toHaveLength(1);
    expect(
      (await read()).order.timeline.filter(({ what }) => what === 'refund_unknown'),
    ).toHaveLength(1);
    const told = { tenant: order.tenant, refundId, reason: 'seen in its console', actor: 'Li' };
    await resolveRefund(till.deps, { ...told, outcome: 'succeeded' });
    expect(await read()).toMatchObject({
      order: { state: 'refunded', reservation: 'revoked' },
      refund: { state: 'succeeded' },
    });
    expect((await read()).order.review).toBeUndefined();
    expect(await resolveRefund(till.deps, { ...told, outcome: 'succeeded' })).toMatchObject({
      state: 'succeeded',
    });
    await expect(resolveRefund(till.deps, { ...told, outcome: 'failed' })).rejects.toMatchObject({
      code: 'state_conflict',
    });
  });
});

describe('a copy of the message that comes while a slow provider still thinks', () => {
  it.each(BOTH_KINDS)('does no harm at one %s', async (_name, repeatably) => {
    const { till, message, read, asked } = await aQueuedRefund(dynamo, { repeatably });
    const answer = Promise.withResolvers<RefundOutcome>();
    const arrived = Promise.withResolvers<void>();
    till.provider.setRefund(() => {
      if (asked().length > 1) return Promise.resolve({ kind: 'succeeded' });
      arrived.resolve();
      return answer.promise;
    });
    const first = till.handle(message());
    await arrived.promise;
    till.setNow(later(7));
    await till.handle(message());
    answer.resolve({ kind: 'succeeded' });
    await first;
    expect(asked()).toHaveLength(repeatably ? 2 : 1);
    expect(new Set(asked().map(({ refundNumber }) => refundNumber)).size).toBe(1);
    expect(await read()).toMatchObject({
      order: { state: 'refunded' },
      refund: { state: 'succeeded' },
    });
    expect((await read()).order.review).toBeUndefined();
  });
});
