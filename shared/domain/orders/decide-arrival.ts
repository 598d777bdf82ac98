import type { Attempt } from './attempt.ts';
import { closeAttempts } from './close-attempts.ts';
import type { DecideInput } from './decide-input.ts';
import { changed, type OrderDecision } from './decision.ts';
import type { FollowUp } from './follow-up.ts';
import { type Arrival, judgeArrival, type Surplus } from './judge-arrival.ts';
import { decideOutOfStock } from './out-of-stock.ts';
import { review } from './review.ts';
import { spendSurplus } from './spend-surplus.ts';
import { startRefund } from './start-refund.ts';
import { Story } from './story.ts';

/**
 * Money arrived: it buys the cards, waits for a person, or goes back. `settled` is the attempt as it is now that it is
 * paid.
 *
 * @param arrivedAt what it is judged by, when the money came before now
 */
export const decideArrival = (
  input: DecideInput,
  settled: Attempt,
  source: string,
  arrivedAt: Date = input.now,
): OrderDecision => {
  const arrival =
    goneAgain(settled) ?? judgeArrival({ ...input, now: arrivedAt }, settled, settled.paidAmount);
  if (arrival === 'needs_policies') return { kind: 'needs_policies' };
  switch (arrival.kind) {
    case 'buys':
      return buy(input, settled, source, arrival.surplus);
    case 'vouched_for':
      return vouchedFor(input, settled, source);
    case 'held':
      return hold(input, settled, source, arrival);
    case 'goes_back':
      return sendBack(input, settled, source, arrival);
  }
};

/** We hear late of a payment that was paid back elsewhere, or disputed, before: nothing is handed over for it. */
const goneAgain = ({ refundedElsewhere, disputes = [] }: Attempt): Arrival | undefined => {
  if (refundedElsewhere?.some(({ amount }) => amount !== undefined))
    return {
      kind: 'held',
      reason: 'refunded_elsewhere',
      detail: 'this payment was paid back elsewhere before it was heard of',
    };
  const isDisputed = disputes.some(
    ({ reference }) => disputes.findLast((one) => one.reference === reference)?.status !== 'won',
  );
  return isDisputed
    ? {
        kind: 'held',
        reason: 'disputed',
        detail: 'this payment was disputed before it was heard of',
      }
    : undefined;
};

const vouchedFor = ({ order, now }: DecideInput, settled: Attempt, source: string): OrderDecision =>
  changed(
    new Story(order, now).note(
      {
        what: 'payment_arrived',
        actor: source,
        attemptId: settled.id,
        detail: 'the payment that the completion by hand vouched for',
      },
      { paidAttemptId: settled.id },
    ),
    { attempts: [settled], detail: 'the order was completed by hand before; this is its payment' },
  );

const hold = (
  { order, attempts, now }: DecideInput,
  settled: Attempt,
  source: string,
  { reason, detail }: Extract<Arrival, { kind: 'held' }>,
): OrderDecision => {
  const story = new Story(order, now);
  review(story, now, { reason, detail, actor: source, settled });
  return changed(story, {
    attempts: [settled],
    followUps: closeAttempts(attempts, settled),
    effect: 'needs_review',
    detail,
  });
};

const sendBack = (
  { order, attempts, now }: DecideInput,
  settled: Attempt,
  source: string,
  { cause, detail }: Extract<Arrival, { kind: 'goes_back' }>,
): OrderDecision => {
  const isSecond = order.paidAttemptId !== undefined;
  const story = new Story(order, now).note(
    { what: cause, actor: source, attemptId: settled.id, detail },
    isSecond ? {} : { paidAt: now.toISOString(), paidAttemptId: settled.id },
  );
  const { followUps, ...refund } = startRefund(
    story,
    {
      attempt: settled,
      amount: settled.paidAmount ?? settled.amount,
      cause,
      reason: detail,
      actor: 'system',
      cards: 'keep',
      touchesSale: !isSecond,
      whole: true,
    },
    now,
  );
  return changed(story, {
    ...refund,
    attempts: [settled],
    followUps: [...followUps, ...closeAttempts(attempts, settled)],
    detail: `${detail}; it is paid back`,
  });
};

const buy = (
  input: DecideInput,
  settled: Attempt,
  source: string,
  surplus: Surplus | undefined,
): OrderDecision => {
  const { order, attempts, now, stock, policies } = input;
  const manual = order.product.cardKind === 'manual';
  const hasCards = manual || order.reservation === 'held';
  if (!hasCards && stock === 'unasked') return { kind: 'needs_stock' };
  const short = !hasCards && stock === 'short';
  if (short && policies === 'unasked') return { kind: 'needs_policies' };
  const keepsMoney = !short || policies === 'unasked' || policies.outOfStock.waitHours > 0;
  const story = new Story(order, now);
  const hook = order.product.hasHook ? { tries: 0, nextAt: now.toISOString() } : undefined;
  story.move(
    'paid',
    {
      what: 'paid',
      actor: source,
      attemptId: settled.id,
      detail:
        order.state === 'expired' ? 'the payment arrived after the order had expired' : undefined,
      // A shop that delivers by itself when it hears "paid" must not hear it of money that goes straight back.
      announce: keepsMoney ? 'order.paid' : undefined,
    },
    {
      paidAt: now.toISOString(),
      paidAttemptId: settled.id,
      hook,
      // The money is here: nobody has to wonder any more whether it was announced rightly.
      review: order.review?.reason === 'unconfirmed_payment' ? undefined : order.review,
    },
  );
  const extra = spendSurplus(story, settled, surplus, now);
  const common = {
    attempts: [settled],
    refunds: extra.refunds,
    followUps: [...extra.followUps, ...closeAttempts(attempts, settled)],
  };
  if (manual) {
    const call: FollowUp[] = hook ? [{ kind: 'call_hook' }] : [];
    return changed(story, {
      ...common,
      followUps: [...common.followUps, ...call],
      detail: hook ? 'paid; the delivery hook is asked' : 'paid; the merchant delivers by hand',
    });
  }
  if (short && policies !== 'unasked') {
    const decided = decideOutOfStock(
      story,
      settled,
      [...input.refunds, ...common.refunds],
      policies,
      now,
    );
    return {
      ...decided,
      attempts: common.attempts,
      refunds: [...common.refunds, ...decided.refunds],
      followUps: [...common.followUps, ...decided.followUps],
    };
  }
  story.move(
    'delivered',
    { what: 'delivered', actor: 'system', announce: 'order.delivered' },
    { reservation: 'sold', deliveredAt: now.toISOString() },
  );
  return changed(story, {
    ...common,
    cards: hasCards ? 'keep' : 'take',
    detail: 'paid and delivered',
  });
};
