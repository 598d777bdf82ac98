import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import type {
  DisputeNotification,
  VerifiedNotification,
} from '#shared/domain/callbacks/notification.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aTill } from '../support/a-till.ts';
import { aNotice } from './a-notice.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const aDeliveredOrder = async () => {
  const till = aTill(dynamo);
  const order = await till.order(await till.sells({ cards: 1 }));
  const attempt = await till.attempt(order);
  await till.report(order, attempt);
  const dispute: DisputeNotification = {
    kind: 'dispute',
    attemptId: attempt.id,
    providerReference: 'D1',
    status: 'open',
    providerStatus: 'needs_response',
    amount: attempt.amount,
  };
  const tell = (notification: VerifiedNotification) =>
    applyCallback(till.deps, aNotice(order, notification));
  return { till, order, dispute, tell };
};

describe('a dispute', () => {
  it('asks a person and tells the merchant, once', async () => {
    const { till, order, dispute, tell } = await aDeliveredOrder();
    expect(await tell(dispute)).toBe('needs_review');
    expect((await till.load(order)).order).toMatchObject({
      state: 'delivered',
      review: { reason: 'disputed' },
    });
    const told = (await till.outbox(order)).flatMap(({ events }) => events);
    expect(told).toContainEqual(
      expect.objectContaining({
        type: 'order.needs_review',
        data: expect.objectContaining({ review: expect.objectContaining({ reason: 'disputed' }) }),
      }),
    );
    expect(await tell(dispute)).toBe('no_change');
  });

  it('that is decided is noted', async () => {
    const { till, order, dispute, tell } = await aDeliveredOrder();
    await tell(dispute);
    expect(await tell({ ...dispute, status: 'lost', providerStatus: 'lost' })).toBe('applied');
    expect((await till.load(order)).order.timeline.at(-1)).toMatchObject({ what: 'dispute_lost' });
  });

  it('of nothing of ours is kept where a person finds it', async () => {
    const { dispute, tell } = await aDeliveredOrder();
    expect(await tell({ ...dispute, attemptId: undefined })).toBe('unmatched');
  });
});

it('a genuine message about something else is kept and changes nothing', async () => {
  const { till, order, tell } = await aDeliveredOrder();
  expect(await tell({ kind: 'other', providerStatus: 'PAYOUT.CREATED' })).toBe('no_change');
  const { traces } = await till.deps.orders.traces(order.tenant, undefined, { limit: 9 });
  expect(traces).toMatchObject([{ effect: 'no_change', effectDetail: 'not followed here' }]);
});
