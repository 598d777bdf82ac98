import { describe, expect, it } from 'vitest';
import type { OrderEvent } from '#shared/domain/orders/order-event.ts';
import { later } from '#test/support/builders.ts';
import { aDeliveredSale, aSale, cny, paid, refundReported, refundRequested } from './a-sale.ts';

const resolved = (outcome: 'keep' | 'cancel'): OrderEvent => ({
  kind: 'review_resolved',
  actor: 'Li',
  reason: 'spoke to the buyer',
  outcome,
});

const underpaid = () => {
  const sale = aSale();
  sale.change(paid(sale.attempt(1), { amount: cny(9_000) }));
  return sale;
};

/** Delivered, and a second payment was held. */
const paidTwice = () => {
  const sale = aDeliveredSale();
  sale.policies = { ...sale.policies, duplicate: 'hold' };
  sale.change(paid(sale.attempt(2)));
  return sale;
};

/** Delivered, and its refund failed. */
const notRefunded = (amountMinor?: bigint) => {
  const sale = aDeliveredSale();
  sale.change(refundRequested({ amountMinor }));
  sale.change(refundReported(sale.refund(1), 'failed'));
  return sale;
};

describe('a person who has looked at an order’s question', () => {
  it('is named in its story, with the reason', () => {
    const sale = paidTwice();
    sale.change(resolved('keep'));
    expect(sale.order.timeline.at(-1)).toMatchObject({
      what: 'review_resolved',
      actor: 'Li',
      detail: 'spoke to the buyer',
    });
  });

  it('answers it once', () => {
    const sale = paidTwice();
    sale.change(resolved('keep'));
    expect(sale.tell(resolved('keep')).kind).toBe('no_change');
    expect(sale.tell(resolved('cancel')).kind).toBe('no_change');
  });

  it('and keeps a delivered order leaves all but the question as it is', () => {
    const sale = paidTwice();
    const before = sale.order;
    const decision = sale.change(resolved('keep'));
    expect(decision.announce).toEqual([]);
    expect(sale.order).toMatchObject({
      state: 'delivered',
      reservation: 'sold',
      paidAttemptId: before.paidAttemptId,
    });
    expect(sale.order.review).toBeUndefined();
  });

  it('and keeps an order whose refund failed has a delivered order again', () => {
    const sale = notRefunded();
    sale.change(resolved('keep'));
    expect(sale.order).toMatchObject({ state: 'delivered', reservation: 'sold' });
    expect(sale.order.review).toBeUndefined();
  });

  it('has a partly refunded one when another refund had succeeded', () => {
    const sale = notRefunded(4_000n);
    sale.change(refundRequested({ amountMinor: 3_000n }));
    sale.change(refundRequested({ amountMinor: 2_000n }));
    sale.change(refundReported(sale.refund(2), 'failed'));
    sale.change(refundReported(sale.refund(3)));
    expect(sale.order.state).toBe('partially_refunded');
    sale.change(refundRequested({ amountMinor: 1_000n }));
    sale.change(refundReported(sale.refund(4), 'failed'));
    expect(sale.order.state).toBe('needs_review');
    sale.change(resolved('keep'));
    expect(sale.order.state).toBe('partially_refunded');
  });

  it('has a delivered one when only a surplus had gone back', () => {
    const sale = aSale();
    sale.policies = {
      ...sale.policies,
      overpaid: { toleranceBasisPoints: 0, beyond: 'deliver_and_refund' },
    };
    sale.change(paid(sale.attempt(1), { amount: cny(10_500) }));
    sale.change(refundReported(sale.refund(1)));
    sale.change(refundRequested());
    sale.change(refundReported(sale.refund(2), 'failed'));
    sale.change(resolved('keep'));
    expect(sale.order.state).toBe('delivered');
  });

  it('can end an order that was never delivered, which frees the cards it holds', () => {
    const sale = underpaid();
    expect(sale.order).toMatchObject({ state: 'needs_review', reservation: 'held' });
    const decision = sale.change(resolved('cancel'));
    expect(decision).toMatchObject({
      cards: 'give_back',
      order: { state: 'cancelled', reservation: 'released' },
    });
    expect(decision.order.review).toBeUndefined();
    expect(decision.announce.map(({ type }) => type)).toEqual(['order.cancelled']);
    // Its money is still there, and can go back.
    expect(sale.change(refundRequested()).refunds).toMatchObject([{ amount: cny(9_000) }]);
  });

  it('frees nothing when the order holds nothing', () => {
    const sale = aSale();
    sale.change({ kind: 'cancel', actor: 'key', reason: undefined });
    sale.policies = { ...sale.policies, afterCancellation: 'hold' };
    sale.change(paid(sale.attempt(1)));
    expect(sale.change(resolved('cancel')).cards).toBe('keep');
  });

  it('cannot end an order that was delivered', () => {
    for (const sale of [paidTwice(), notRefunded()])
      expect(sale.tell(resolved('cancel'))).toMatchObject({
        kind: 'refused',
        code: 'state_conflict',
        message: expect.stringContaining('was delivered'),
      });
  });

  it('cannot keep an order that was paid and never delivered: something has to happen to its money', () => {
    expect(underpaid().tell(resolved('keep'))).toMatchObject({
      kind: 'refused',
      code: 'state_conflict',
    });
  });

  it('of an announcement that nobody confirmed lets the order go on', () => {
    const sale = aSale();
    sale.change(paid(sale.attempt(1), { confirm: true }));
    sale.now = later(60);
    sale.change({ kind: 'confirmation_missing', attemptId: sale.attempt(1).id });
    sale.change(resolved('keep'));
    expect(sale.order).toMatchObject({ state: 'awaiting_payment', reservation: 'held' });
    expect(sale.order.review).toBeUndefined();
  });

  it('does nothing to an order that asks nothing', () => {
    expect(aDeliveredSale().tell(resolved('keep')).kind).toBe('no_change');
    expect(aSale().tell(resolved('cancel')).kind).toBe('no_change');
  });
});
