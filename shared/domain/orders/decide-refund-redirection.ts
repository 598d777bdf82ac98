import type { DecideInput } from './decide-input.ts';
import { changed, type OrderDecision } from './decision.ts';
import type { OrderEvent } from './order-event.ts';
import { Story } from './story.ts';

type Redirection = Extract<OrderEvent, { kind: 'refund_redirected' }>;

/** A person says where the money of a refund goes that its provider could not finish: the provider is asked anew. */
export const decideRefundRedirection = (
  { order, refunds, now }: DecideInput,
  { refundId, receiver, to, reason, actor }: Redirection,
): OrderDecision => {
  const refund = refunds.find(({ id }) => id === refundId);
  if (!refund) return { kind: 'no_change', detail: 'no such refund' };
  if (refund.state !== 'unknown')
    return {
      kind: 'refused',
      code: 'state_conflict',
      message: `The refund is ${refund.state}; only one that is unknown can be sent elsewhere.`,
    };
  const detail = `to ${to === 'merchant' ? "the merchant's own account" : 'another account of the buyer'}: ${reason}`;
  const story = new Story(order, now).note({
    what: 'refund_redirected',
    actor,
    attemptId: refund.attemptId,
    refundId,
    detail,
  });
  const next = {
    ...refund,
    receiver,
    // The questions begin again: the provider has something new to do.
    askedCount: 0,
    version: refund.version + 1,
    updatedAt: now.toISOString(),
  };
  return changed(story, {
    refunds: [next],
    followUps: [{ kind: 'submit_refund', refundId }],
    detail,
  });
};
