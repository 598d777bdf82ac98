import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveRefund } from '#shared/application/refunds/resolve-refund.ts';
import { METRICS } from '#shared/contract/metrics.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aQueuedRefund, NOBODY_THERE, UNKNOWN } from './a-queued-refund.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

describe('a refund that the provider works on', () => {
  it('is asked about until it is done', async () => {
    const { till, read, answers, asked } = await aQueuedRefund(dynamo, {
      repeatably: true,
      amountMinor: 400,
    });
    answers(
      { kind: 'pending', providerReference: 'R1' },
      { kind: 'pending' },
      { kind: 'succeeded' },
    );
    await till.work();
    expect((await read()).refund).toMatchObject({ state: 'submitted', providerReference: 'R1' });
    await till.workUntil(later(60));
    expect(asked()).toHaveLength(3);
    expect(await read()).toMatchObject({
      order: { state: 'partially_refunded', reservation: 'sold' },
      refund: { state: 'succeeded', providerReference: 'R1' },
    });
  });

  it.each([
    ['does not finish', { kind: 'pending' }],
    ['gives no clear answer', UNKNOWN],
  ] as const)('and that it %s for two weeks is a person’s to find out', async (_name, outcome) => {
    const { till, order, refundId, read, answers, asked } = await aQueuedRefund(dynamo, {
      repeatably: true,
    });
    answers(outcome);
    await till.workUntil(later(30 * 86_400));
    expect(asked()).toHaveLength(20);
    expect(await read()).toMatchObject({
      order: { state: 'refunding', review: { reason: 'refund_unknown' } },
      refund: { state: 'unknown' },
    });
    await resolveRefund(till.deps, {
      tenant: order.tenant,
      refundId,
      outcome: 'succeeded',
      reason: 'the provider said so by phone',
      actor: 'Li',
    });
    expect((await read()).order.state).toBe('refunded');
  });

  it('and then cannot be reached is never called failed: it may have happened', async () => {
    const { till, read, answers } = await aQueuedRefund(dynamo, { repeatably: true });
    answers(UNKNOWN, NOBODY_THERE);
    await till.workUntil(later(30 * 86_400));
    expect(await read()).toMatchObject({
      order: { state: 'refunding', review: { reason: 'refund_unknown' } },
      refund: { state: 'unknown' },
    });
  });

  it('rings when nobody has known for a quarter of an hour', async () => {
    const { till, answers } = await aQueuedRefund(dynamo, { repeatably: true });
    answers(UNKNOWN);
    await till.workUntil(later(14 * 60));
    expect(till.counted.get(METRICS.unknownAgeing)).toBeUndefined();
    await till.workUntil(later(3_600));
    expect(till.counted.get(METRICS.unknownAgeing)).toBeGreaterThan(0);
  });
});
