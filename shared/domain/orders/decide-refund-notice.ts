import { sameMoney, shownAmount } from '../money/money.ts';
import { isRefundOpen, type Refund } from '../refunds/refund.ts';
import type { Attempt } from './attempt.ts';
import type { DecideInput } from './decide-input.ts';
import { decideRefundReport } from './decide-refund-report.ts';
import { changed, type OrderDecision } from './decision.ts';
import type { OrderEvent } from './order-event.ts';
import { raiseQuestion } from './raise-question.ts';
import { NOT_BELIEVED, ownerOfReport } from './reporter.ts';
import { Story } from './story.ts';

type Notice = Extract<OrderEvent, { kind: 'refund_notified' }>;

/** Of one attempt; what its provider still says beyond that is in the traces. */
const MAX_REFUNDED_ELSEWHERE = 20;

/** A notification says what became of a refund: one of ours, or one that was made elsewhere. */
export const decideRefundNotice = (input: DecideInput, notice: Notice): OrderDecision => {
  const refund = findRefund(input.refunds, notice);
  const wanted = refund?.attemptId ?? notice.attemptId ?? input.order.paidAttemptId;
  const attempt = input.attempts.find(({ id }) => id === wanted);
  if (!attempt) return { kind: 'no_change', detail: 'no such attempt' };
  if (ownerOfReport(attempt, notice.reporter) !== 'own')
    return { kind: 'no_change', detail: NOT_BELIEVED };
  return refund ? ours(input, attempt, refund, notice) : elsewhere(input, attempt, notice);
};

/** By our number; or by the provider's, where it does not repeat ours. */
export const findRefund = (
  refunds: readonly Refund[],
  { refundId, providerReference }: Partial<Pick<Notice, 'refundId' | 'providerReference'>>,
): Refund | undefined =>
  refunds.find(({ id }) => id === refundId) ??
  refunds.find(
    (refund) => providerReference !== undefined && refund.providerReference === providerReference,
  );

const ours = (
  input: DecideInput,
  attempt: Attempt,
  refund: Refund,
  { status, amount, providerReference, providerStatus }: Notice,
): OrderDecision => {
  if (amount && !sameMoney(amount, refund.amount))
    return contradicted(
      input,
      attempt,
      refund,
      `refund ${refund.id} is of ${shownAmount(refund.amount)}, and the provider speaks of ${shownAmount(amount)}`,
    );
  if (isRefundOpen(refund))
    return decideRefundReport(input, {
      kind: 'refund_reported',
      refundId: refund.id,
      outcome: status,
      providerReference,
      detail: status === 'failed' ? providerStatus : undefined,
      actor: 'provider',
    });
  return refund.state === status
    ? { kind: 'no_change', detail: `the refund is ${refund.state}` }
    : contradicted(
        input,
        attempt,
        refund,
        `refund ${refund.id} has ${refund.state}, and now the provider says "${providerStatus}"`,
      );
};

/** What the provider says does not fit what is known: the refund stays as it is, and a person looks. Once each. */
const contradicted = (
  { order, now }: DecideInput,
  attempt: Attempt,
  { id: refundId }: Refund,
  detail: string,
): OrderDecision => {
  const isKnown = order.timeline.some(
    (step) => step.what === 'refund_contradicted' && step.detail === detail,
  );
  if (isKnown) return { kind: 'no_change', detail: `${detail}; a person was asked` };
  const story = new Story(order, now);
  raiseQuestion(story, attempt, { reason: 'refund_contradicted', detail, refundId });
  return changed(story, { effect: 'needs_review', detail });
};

/** Money went back and nobody asked us: in the provider's console, or by somebody who has its key. */
const elsewhere = (
  { order, now }: DecideInput,
  attempt: Attempt,
  { status, amount, providerReference, isProven }: Notice,
): OrderDecision => {
  if (status === 'failed')
    return { kind: 'no_change', detail: 'a refund that was made elsewhere failed' };
  const { refundedElsewhere: known = [] } = attempt;
  const shown = amount ? shownAmount(amount) : 'an unnamed amount';
  const reference = providerReference ?? `unnamed, ${shown}`;
  if (known.some((refund) => refund.reference === reference))
    return { kind: 'no_change', detail: 'this refund was noted before' };
  // Whoever can make up notifications must not fill the order's story.
  if (known.length >= (isProven ? MAX_REFUNDED_ELSEWHERE : 1))
    return { kind: 'no_change', detail: 'a refund made elsewhere; a person was asked before' };
  const detail = `${shown} of attempt ${attempt.id} went back, and the refund (${reference}) was not made here`;
  const story = new Story(order, now);
  raiseQuestion(story, attempt, { reason: 'refunded_elsewhere', detail });
  const next: Attempt = {
    ...attempt,
    refundedElsewhere: [...known, { reference, amount: isProven ? amount : undefined }],
    version: attempt.version + 1,
    updatedAt: now.toISOString(),
  };
  return changed(story, { attempts: [next], effect: 'needs_review', detail });
};
