import { mayRefundAlone, type PaymentPolicies } from '../policies/payment-policies.ts';
import type { Refund } from '../refunds/refund.ts';
import { refundable } from '../refunds/refund-amounts.ts';
import type { Attempt } from './attempt.ts';
import type { DecideInput } from './decide-input.ts';
import { changed, type OrderChanged, type OrderDecision } from './decision.ts';
import { review } from './review.ts';
import { startRefund } from './start-refund.ts';
import { Story } from './story.ts';

const HOUR_MILLIS = 3_600_000;

/** Paid, and no card is left: the order waits for cards, or not at all when the shop wants it so. */
export const decideOutOfStock = (
  story: Story,
  settled: Attempt,
  refunds: readonly Refund[],
  policies: PaymentPolicies,
  now: Date,
): OrderChanged => {
  const { waitHours } = policies.outOfStock;
  if (waitHours === 0) return giveUp(story, settled, refunds, policies, now);
  story.move(
    'awaiting_stock',
    { what: 'awaiting_stock', actor: 'system', detail: 'no card was left for this payment' },
    { stockDeadline: new Date(now.getTime() + waitHours * HOUR_MILLIS).toISOString() },
  );
  return changed(story, { detail: 'paid; waits for stock' });
};

/** Somebody looked for cards on behalf of a paid order that waits for them. */
export const decideWaiting = (input: DecideInput): OrderDecision => {
  const { order, attempts, refunds, now, stock, policies } = input;
  if (order.state !== 'awaiting_stock')
    return { kind: 'no_change', detail: `the order is ${order.state}` };
  if (stock === 'unasked') return { kind: 'needs_stock' };
  if (stock === 'available') {
    const story = new Story(order, now).move(
      'delivered',
      {
        what: 'delivered',
        actor: 'system',
        detail: 'cards have arrived',
        announce: 'order.delivered',
      },
      { reservation: 'sold', deliveredAt: now.toISOString(), stockDeadline: undefined },
    );
    return changed(story, { cards: 'take', detail: 'delivered after a wait for stock' });
  }
  if (order.stockDeadline !== undefined && now.toISOString() < order.stockDeadline)
    return { kind: 'no_change', detail: 'no card yet' };
  if (policies === 'unasked') return { kind: 'needs_policies' };
  const settled = attempts.find(({ id }) => id === order.paidAttemptId);
  return giveUp(new Story(order, now), settled, refunds, policies, now);
};

/** It has waited long enough. A payment that a person vouched for has no attempt to send money back to. */
const giveUp = (
  story: Story,
  settled: Attempt | undefined,
  refunds: readonly Refund[],
  policies: PaymentPolicies,
  now: Date,
): OrderChanged => {
  const amount = settled && refundable(settled, refunds);
  const detail = 'no card could be had for this payment';
  if (
    settled &&
    amount &&
    amount.minor > 0n &&
    policies.outOfStock.afterwards === 'refund' &&
    mayRefundAlone(policies, amount)
  ) {
    const refund = startRefund(
      story,
      {
        attempt: settled,
        amount,
        cause: 'out_of_stock',
        reason: detail,
        actor: 'system',
        cards: 'keep',
        touchesSale: true,
        whole: true,
      },
      now,
    );
    return changed(story, { ...refund, detail: `${detail}; it is paid back` });
  }
  review(story, now, { reason: 'out_of_stock', detail, actor: 'system' });
  return changed(story, { effect: 'needs_review', detail });
};
