import { MAX_REFUNDS_PER_ORDER } from '../identity/ids.ts';
import { formatDecimalAmount, type Money, money } from '../money/money.ts';
import { refundable } from '../refunds/refund-amounts.ts';
import type { DecideInput } from './decide-input.ts';
import { changed, type OrderDecision } from './decision.ts';
import type { Order } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import { startRefund } from './start-refund.ts';
import { Story } from './story.ts';

type Request = Extract<OrderEvent, { kind: 'refund_requested' }>;
type Refusal = Extract<OrderDecision, { kind: 'refused' }>;

const refused = (code: Refusal['code'], message: string, param?: string): Refusal => ({
  kind: 'refused',
  code,
  message,
  param,
});

/** A person wants money to go back. Never more than was paid, whoever asks at the same moment. */
export const decideRefundRequest = (input: DecideInput, request: Request): OrderDecision => {
  const { order, attempts, refunds, now, policies } = input;
  const { requestKey, amountMinor } = request;
  if (requestKey !== undefined && refunds.some((refund) => refund.requestKey === requestKey))
    return { kind: 'no_change', detail: 'this request was recorded before' };
  const wanted = request.attemptId ?? order.paidAttemptId;
  const attempt = attempts.find(({ id }) => id === wanted);
  const left = attempt && refundable(attempt, refunds);
  if (!attempt || !left) return refuseUnpaid(request);
  const amount = amountMinor === undefined ? left : money(left.currency, amountMinor);
  const touchesSale = attempt.id === order.paidAttemptId;
  const whole = amount.minor === left.minor;
  const refusal =
    refuseAmount(order, amount, left) ?? (touchesSale && !whole ? refuseHalf(order) : undefined);
  if (refusal) return refusal;
  if (policies === 'unasked') return { kind: 'needs_policies' };
  const story = new Story(order, now);
  const started = startRefund(
    story,
    {
      attempt,
      amount,
      cause: 'requested',
      reason: request.reason,
      actor: request.actor,
      cards: request.cards ?? policies.refundedCards,
      requestKey,
      touchesSale,
      whole,
    },
    now,
  );
  return changed(story, { ...started, detail: 'the refund is queued' });
};

const refuseUnpaid = ({ attemptId }: Request): Refusal =>
  attemptId === undefined
    ? refused(
        'state_conflict',
        'No payment of this order came through a channel; there is nothing to pay back.',
      )
    : refused('invalid_parameter', 'This order has no such paid attempt.', 'attempt');

/** Half a refund would take the order out of its line, and nobody would deliver it. */
const refuseHalf = ({ state }: Order): Refusal | undefined =>
  state === 'paid' || state === 'awaiting_stock'
    ? refused(
        'state_conflict',
        'This order is paid and not delivered yet. Deliver it first, or refund the whole payment.',
        'amount',
      )
    : undefined;

const refuseAmount = (order: Order, amount: Money, left: Money): Refusal | undefined => {
  if (left.minor === 0n)
    return refused('state_conflict', 'All that was paid is refunded, or is about to be.');
  if (amount.minor > left.minor)
    return refused(
      'invalid_parameter',
      `Only ${formatDecimalAmount(left)} ${left.currency} (${left.minor}) of this payment can still be refunded.`,
      'amount',
    );
  if (order.refundCount >= MAX_REFUNDS_PER_ORDER)
    return refused('limit_exceeded', 'This order has as many refunds as there can be.');
  return undefined;
};
