import { type Money, money } from '../money/money.ts';
import { isOfSale } from '../refunds/is-of-sale.ts';
import { isRefundOpen, type Refund } from '../refunds/refund.ts';
import { paidBy, refundedOf } from '../refunds/refund-amounts.ts';
import type { Attempt } from './attempt.ts';
import type { DecideInput } from './decide-input.ts';
import { changed, type OrderDecision } from './decision.ts';
import type { Order, OrderState } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import { questionLeft } from './question-left.ts';
import { review } from './review.ts';
import { Story } from './story.ts';

type Report = Extract<OrderEvent, { kind: 'refund_reported' }>;

/** What became of a refund. */
export const decideRefundReport = (input: DecideInput, report: Report): OrderDecision => {
  const refund = input.refunds.find(({ id }) => id === report.refundId);
  const attempt = input.attempts.find(({ id }) => id === refund?.attemptId);
  if (!refund || !attempt) return { kind: 'no_change', detail: 'no such refund' };
  if (!isRefundOpen(refund)) return { kind: 'no_change', detail: `the refund is ${refund.state}` };
  const next: Refund = {
    ...refund,
    state: report.outcome,
    providerReference: report.providerReference ?? refund.providerReference,
    detail: report.detail ?? refund.detail,
    // An account that nothing is paid to any more is not kept.
    receiver: report.outcome === 'unknown' ? refund.receiver : undefined,
    version: refund.version + 1,
    updatedAt: input.now.toISOString(),
  };
  switch (report.outcome) {
    case 'succeeded':
      return succeeded(input, attempt, next, report.actor);
    case 'failed':
      return failed(input, next, report.actor);
    case 'unknown':
      return unknown(input, refund, next, report.actor);
  }
};

const succeeded = (
  { order, refunds, now }: DecideInput,
  attempt: Attempt,
  refund: Refund,
  actor: string,
): OrderDecision => {
  const known = replaced(refunds, refund);
  const ofSale = known.filter((other) => isOfSale(order, other));
  const touchesSale = attempt.id === order.paidAttemptId;
  const leftMinor = (paidBy(attempt)?.minor ?? 0n) - refundedOf(attempt, known);
  const whole = touchesSale && leftMinor <= 0n;
  const revokes =
    whole &&
    order.deliveredAt !== undefined &&
    ofSale.some(({ state, cards }) => state === 'succeeded' && cards === 'revoke');
  const story = new Story(order, now);
  const step = {
    what: 'refund_succeeded',
    actor,
    attemptId: attempt.id,
    refundId: refund.id,
    announce: 'refund.succeeded' as const,
  };
  const changes = {
    ...(touchesSale ? { credit: creditOf(order, leftMinor) } : {}),
    ...(revokes ? { reservation: 'revoked' as const } : {}),
    ...(isAnswered(order, known) ? { review: undefined } : {}),
  };
  const waits = touchesSale && ofSale.some(isRefundOpen);
  const state = waits ? order.state : stateAfter(order, refund, whole);
  if (state === order.state) story.note(step, changes);
  else story.move(state, step, whole ? { ...changes, review: questionLeft(order) } : changes);
  return changed(story, {
    refunds: [refund],
    effect: endsHalfWay(story, known, now) ? 'needs_review' : 'applied',
    detail: 'the money went back',
  });
};

const MOVABLE: readonly OrderState[] = ['refunding', 'needs_review', 'delivered'];

const stateAfter = (order: Order, refund: Refund, whole: boolean): OrderState => {
  // A surplus that goes back last completes what the sale's own refund began.
  if (order.state === 'partially_refunded') return whole ? 'refunded' : order.state;
  if (!MOVABLE.includes(order.state)) return order.state;
  if (whole && (order.state === 'refunding' || isOfSale(order, refund))) return 'refunded';
  if (!isOfSale(order, refund)) return order.state;
  // A person still decides about the rest of what was never delivered.
  return order.deliveredAt === undefined ? order.state : 'partially_refunded';
};

/**
 * What was never delivered was on its way back, nothing is any more, and a part of it is still here (more came meanwhile,
 * or a surplus did not go back): a person decides about it.
 */
const endsHalfWay = (story: Story, refunds: readonly Refund[], now: Date): boolean => {
  const { state, paidAttemptId, review: asked } = story.order;
  const isOnItsWay = refunds.some((one) => one.attemptId === paidAttemptId && isRefundOpen(one));
  if (state !== 'refunding' || isOnItsWay) return false;
  const { reason, detail } = asked ?? {
    reason: 'refund_failed' as const,
    detail: 'a part of the payment did not go back',
  };
  review(story, now, { reason, detail, actor: 'system' });
  return true;
};

/** What is noted as the buyer's is never more than what is left of their payment. */
const creditOf = ({ credit }: Order, leftMinor: bigint): Money | undefined => {
  if (!credit || credit.minor <= leftMinor) return credit;
  return leftMinor > 0n ? money(credit.currency, leftMinor) : undefined;
};

/** The order asked what became of a refund, and nothing is unknown any more. */
const isAnswered = ({ review }: Order, refunds: readonly Refund[]): boolean =>
  review?.reason === 'refund_unknown' && refunds.every(({ state }) => state !== 'unknown');

const failed = (
  { order, refunds, now }: DecideInput,
  refund: Refund,
  actor: string,
): OrderDecision => {
  const story = new Story(order, now).note({
    what: 'refund_failed',
    actor,
    attemptId: refund.attemptId,
    refundId: refund.id,
    detail: refund.detail,
    announce: 'refund.failed',
  });
  const detail = `refund ${refund.id} failed: ${refund.detail ?? 'the provider gave no reason'}`;
  ask(story, refund, now, { reason: 'refund_failed', detail });
  endsHalfWay(story, replaced(refunds, refund), now);
  return changed(story, { refunds: [refund], effect: 'needs_review', detail });
};

/** A person was asked, or has said where it goes, which may lead nowhere either. */
const ASKED_OR_ANSWERED: readonly string[] = ['refund_unknown', 'refund_redirected'];

const unknown = (
  { order, now }: DecideInput,
  before: Refund,
  refund: Refund,
  actor: string,
): OrderDecision => {
  const last = order.timeline.findLast(
    ({ what, refundId }) => refundId === refund.id && ASKED_OR_ANSWERED.includes(what),
  );
  if (before.state === 'unknown' && last?.what === 'refund_unknown')
    return { kind: 'no_change', detail: 'nobody knows yet; a person was asked' };
  const detail = `nobody knows whether refund ${refund.id} happened: ${refund.detail ?? 'the provider did not answer'}. Look at the provider and tell the result.`;
  const story = new Story(order, now).note(
    {
      what: 'refund_unknown',
      actor,
      attemptId: refund.attemptId,
      refundId: refund.id,
      detail,
      announce: 'order.needs_review',
    },
    { review: { reason: 'refund_unknown', detail } },
  );
  return changed(story, { refunds: [refund], effect: 'needs_review', detail });
};

/** A person is asked; a sale whose refund failed stands again until they have decided. */
const ask = (
  story: Story,
  refund: Refund,
  now: Date,
  question: { reason: 'refund_failed'; detail: string },
): void => {
  if (isOfSale(story.order, refund)) {
    review(story, now, { ...question, actor: 'system', refundId: refund.id });
    return;
  }
  story.note(
    {
      what: question.reason,
      actor: 'system',
      detail: question.detail,
      refundId: refund.id,
      announce: 'order.needs_review',
    },
    { review: question },
  );
};

const replaced = (refunds: readonly Refund[], changedRefund: Refund): Refund[] =>
  refunds.map((refund) => (refund.id === changedRefund.id ? changedRefund : refund));
