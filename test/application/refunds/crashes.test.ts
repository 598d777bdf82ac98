import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HandleFollowUpDeps } from '#shared/application/orders/handle-follow-up.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aQueuedRefund } from './a-queued-refund.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

describe('a crash between the note and the call', () => {
  const crashed = async (repeatably: boolean) => {
    const refund = await aQueuedRefund(dynamo, { repeatably });
    const { till, message, answers } = refund;
    answers({ kind: 'succeeded' });
    const orders = {
      ...till.deps.orders,
      recordRefund: async (...args: Parameters<typeof till.deps.orders.recordRefund>) => {
        await till.deps.orders.recordRefund(...args);
        throw new Error('the process died');
      },
    };
    await expect(till.handle(message(), { orders })).rejects.toThrow('the process died');
    expect((await refund.read()).refund).toMatchObject({ state: 'submitted', askedCount: 1 });
    return refund;
  };

  it('is made good by asking where that is safe', async () => {
    const { till, read, message, asked } = await crashed(true);
    till.setNow(later(30));
    await till.handle(message());
    expect(asked()).toHaveLength(1);
    expect((await read()).order.state).toBe('refunded');
  });

  it('asks a person where it is not: nobody knows whether the call was made', async () => {
    const { till, read, message, asked } = await crashed(false);
    till.setNow(later(30));
    await till.handle(message());
    expect(asked()).toHaveLength(0);
    expect(await read()).toMatchObject({
      order: { state: 'refunding', review: { reason: 'refund_unknown' } },
      refund: { state: 'unknown' },
    });
  });

  it.each([
    ['where asking again is safe', true, 2],
    ['where it is not', false, 1],
  ])('of the call itself, %s, asks as often as that allows', async (_name, repeatably, calls) => {
    const { till, message, read, asked } = await aQueuedRefund(dynamo, { repeatably });
    let call = 0;
    till.provider.setRefund(async () => {
      call += 1;
      if (call === 1) throw new Error('the process died');
      return { kind: 'succeeded' };
    });
    await expect(till.handle(message())).rejects.toThrow('the process died');
    till.setNow(later(30));
    await till.handle(message());
    expect(asked()).toHaveLength(calls);
    expect((await read()).refund.state).toBe(repeatably ? 'succeeded' : 'unknown');
  });
});

describe('a note that DynamoDB refuses again and again', () => {
  /** The order store, whose n-th writing of a refund from now on does not get through. */
  const contendedAt = (place: number, { orders }: HandleFollowUpDeps) => {
    let writes = 0;
    return {
      ...orders,
      recordRefund: async (...args: Parameters<typeof orders.recordRefund>) => {
        writes += 1;
        return writes === place ? ({ kind: 'contended' } as const) : orders.recordRefund(...args);
      },
    };
  };

  it('before the call brings the message again, and nobody was asked', async () => {
    const { till, message, answers, asked, read } = await aQueuedRefund(dynamo);
    answers({ kind: 'succeeded' });
    const orders = contendedAt(1, till.deps);
    await expect(till.handle(message(), { orders })).rejects.toMatchObject({
      code: 'concurrent_change',
    });
    expect(asked()).toHaveLength(0);
    await till.handle(message(), { orders });
    expect(asked()).toHaveLength(1);
    expect((await read()).order.state).toBe('refunded');
  });

  it('after the call leaves the next question on its way', async () => {
    const { till, message, answers, asked, read } = await aQueuedRefund(dynamo, {
      repeatably: true,
    });
    answers({ kind: 'pending' }, { kind: 'succeeded' });
    till.queue.length = 0;
    await till.handle(message(), { orders: contendedAt(2, till.deps) });
    expect((await read()).refund).toMatchObject({ state: 'submitted', askedCount: 1 });
    expect(till.queue).toMatchObject([{ kind: 'submit_refund' }]);
    await till.workUntil(later(600));
    expect(asked()).toHaveLength(2);
    expect((await read()).order.state).toBe('refunded');
  });
});
