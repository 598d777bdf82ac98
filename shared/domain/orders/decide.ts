import { MAX_ATTEMPTS_PER_ORDER } from '../identity/ids.ts';
import { contactChange, type GivenContact } from './buyer-contact.ts';
import { closeAttempts } from './close-attempts.ts';
import { decideArrival } from './decide-arrival.ts';
import { decideCompletion } from './decide-completion.ts';
import { decideDispute } from './decide-dispute.ts';
import { decideHookDelivery, decideHookFailure } from './decide-hook.ts';
import type { DecideInput } from './decide-input.ts';
import { decidePayment } from './decide-payment.ts';
import { decideRefundRequest } from './decide-refund.ts';
import { decideRefundNotice } from './decide-refund-notice.ts';
import { decideRefundRedirection } from './decide-refund-redirection.ts';
import { decideRefundReport } from './decide-refund-report.ts';
import { decideResolution } from './decide-review.ts';
import { changed, type OrderDecision } from './decision.ts';
import { effectiveState } from './effective-state.ts';
import type { Order } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import { decideWaiting } from './out-of-stock.ts';
import { settlePartlyPaid } from './settle-partly-paid.ts';
import { Story } from './story.ts';
import { isPartlyPaid, settledPartly } from './transfers.ts';
import { decideMissingConfirmation } from './unproven-payment.ts';

/**
 * The order's state machine: pure and total. The same order, attempts, event and time give the same decision.
 *
 * An event that was applied before gives `no_change`, so that repeating it is harmless. A payment is never refused:
 * it delivers, waits for stock, goes back to the buyer, or asks a person.
 */
export const decide = (input: DecideInput, event: OrderEvent): OrderDecision =>
  settlePartlyPaid(input, decideEvent(input, event));

const decideEvent = (input: DecideInput, event: OrderEvent): OrderDecision => {
  switch (event.kind) {
    case 'attempt_started':
      return startAttempt(input, event);
    case 'contact_given':
      return giveContact(input, event.contact);
    case 'payment_reported':
      return decidePayment(input, event);
    case 'confirmation_missing':
      return decideMissingConfirmation(input, event.attemptId);
    case 'expire':
      return expire(input);
    case 'cancel':
      return cancel(input, event.actor, event.reason);
    case 'stock_looked_at':
      return decideWaiting(input);
    case 'complete_by_hand':
      return decideCompletion(input, event);
    case 'hook_delivered':
      return decideHookDelivery(input);
    case 'hook_failed':
      return decideHookFailure(input, event.detail);
    case 'review_resolved':
      return decideResolution(input, event);
    case 'refund_requested':
      return decideRefundRequest(input, event);
    case 'refund_reported':
      return decideRefundReport(input, event);
    case 'refund_redirected':
      return decideRefundRedirection(input, event);
    case 'refund_notified':
      return decideRefundNotice(input, event);
    case 'disputed':
      return decideDispute(input, event);
  }
};

const startAttempt = (
  { order, attempts, now }: DecideInput,
  { attempt, contact }: Extract<OrderEvent, { kind: 'attempt_started' }>,
): OrderDecision => {
  if (attempts.some(({ id }) => id === attempt.id)) {
    return { kind: 'no_change', detail: 'another request started this attempt first' };
  }
  const state = effectiveState(order, now);
  if (state !== 'awaiting_payment') {
    return {
      kind: 'refused',
      code: 'order_not_payable',
      message: `The order is ${state} and can't be paid any more.`,
    };
  }
  if (order.attemptCount >= MAX_ATTEMPTS_PER_ORDER) {
    return {
      kind: 'refused',
      code: 'limit_exceeded',
      message: 'Too many payment attempts for one order. Create a new order.',
    };
  }
  const story = new Story(order, now);
  const change = contactChange(order, contact);
  if (change) story.note(CONTACT_GIVEN, change);
  story.note(
    {
      what: 'attempt_started',
      actor: 'buyer',
      attemptId: attempt.id,
      detail: `${attempt.method} by ${attempt.provider}`,
    },
    { attemptCount: order.attemptCount + 1 },
  );
  return changed(story, { attempts: [attempt], detail: 'attempt recorded' });
};

/** The timeline does not repeat the contact: it is shown to whoever may see it, and may be corrected. */
const CONTACT_GIVEN = { what: 'contact_given', actor: 'buyer' } as const;

/** Never refused: a payment does not fail for the contact that came with it. */
const giveContact = ({ order, now }: DecideInput, contact: GivenContact): OrderDecision => {
  const change = contactChange(order, contact);
  if (!change) return { kind: 'no_change', detail: 'the order has this contact, or its own' };
  const state = effectiveState(order, now);
  if (state !== 'awaiting_payment') return { kind: 'no_change', detail: `the order is ${state}` };
  return changed(new Story(order, now).note(CONTACT_GIVEN, change), { detail: 'contact given' });
};

const expire = (input: DecideInput): OrderDecision => {
  const { order, attempts, now } = input;
  if (order.state !== 'awaiting_payment')
    return { kind: 'no_change', detail: `the order is ${order.state}` };
  if (effectiveState(order, now) !== 'expired')
    return { kind: 'no_change', detail: 'the order still has time' };
  // What came for it came in time: it is judged as it would have been then.
  const partly = attempts.find(isPartlyPaid);
  if (partly) return decideArrival(input, settledPartly(partly, now), 'system', lastMoment(order));
  const story = new Story(order, now).move(
    'expired',
    { what: 'expired', actor: 'system', announce: 'order.expired' },
    { reservation: released(order) },
  );
  return changed(story, {
    cards: givesBack(order),
    followUps: closeAttempts(attempts),
    detail: 'expired',
  });
};

const cancel = (
  { order, attempts, now }: DecideInput,
  actor: string,
  reason: string | undefined,
): OrderDecision => {
  if (order.state === 'cancelled') return { kind: 'no_change', detail: 'the order is cancelled' };
  const state = effectiveState(order, now);
  if (state !== 'awaiting_payment') {
    return {
      kind: 'refused',
      code: 'state_conflict',
      message: `The order is ${state}; only an order that awaits payment can be cancelled.`,
    };
  }
  const story = new Story(order, now).move(
    'cancelled',
    { what: 'cancelled', actor, detail: reason, announce: 'order.cancelled' },
    { reservation: released(order) },
  );
  return changed(story, {
    cards: givesBack(order),
    followUps: closeAttempts(attempts),
    detail: 'cancelled',
  });
};

const lastMoment = ({ expiresAt }: Order): Date => new Date(Date.parse(expiresAt) - 1);

const released = (order: Order): Order['reservation'] =>
  order.reservation === 'held' ? 'released' : order.reservation;

const givesBack = (order: Order): 'keep' | 'give_back' =>
  order.reservation === 'held' ? 'give_back' : 'keep';
