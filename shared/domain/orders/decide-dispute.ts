import { shownAmount } from '../money/money.ts';
import type { Attempt } from './attempt.ts';
import type { DecideInput } from './decide-input.ts';
import { changed, type OrderDecision } from './decision.ts';
import type { OrderEvent } from './order-event.ts';
import { raiseQuestion } from './raise-question.ts';
import { NOT_BELIEVED, ownerOfReport } from './reporter.ts';
import { Story } from './story.ts';

type Dispute = Extract<OrderEvent, { kind: 'disputed' }>;

/** Of one attempt: each dispute has three words at most. */
const MAX_NOTED = 20;

const WHAT = {
  open: 'disputed',
  unknown: 'disputed',
  won: 'dispute_won',
  lost: 'dispute_lost',
} as const satisfies Record<Dispute['status'], string>;

/**
 * A buyer disputes a payment, or their dispute went on. A person is asked when a dispute is first heard of, whatever word
 * that is, unless the merchant has won it; what follows is noted.
 */
export const decideDispute = (
  { order, attempts, now }: DecideInput,
  dispute: Dispute,
): OrderDecision => {
  const attempt = attempts.find(({ id }) => id === dispute.attemptId);
  if (!attempt) return { kind: 'no_change', detail: 'no such attempt' };
  if (ownerOfReport(attempt, dispute.reporter) !== 'own')
    return { kind: 'no_change', detail: NOT_BELIEVED };
  const { disputes = [] } = attempt;
  const { reference, status } = dispute;
  const heard = disputes.filter((one) => one.reference === reference).map((one) => one.status);
  if (heard.includes(status)) return { kind: 'no_change', detail: 'this was noted before' };
  if (heard.length > 0 && (status === 'open' || status === 'unknown'))
    return { kind: 'no_change', detail: 'more is known of this dispute' };
  // Whoever can make up notifications must not fill the order's story.
  if (disputes.length >= (dispute.isProven ? MAX_NOTED : 1))
    return { kind: 'no_change', detail: 'a dispute; a person was asked before' };
  const detail = wordsOf(dispute);
  const story = new Story(order, now);
  const asks = heard.length === 0 && status !== 'won';
  if (asks) raiseQuestion(story, attempt, { reason: 'disputed', detail });
  else story.note({ what: WHAT[status], actor: 'provider', attemptId: attempt.id, detail });
  const next: Attempt = {
    ...attempt,
    disputes: [...disputes, { reference, status }],
    version: attempt.version + 1,
    updatedAt: now.toISOString(),
  };
  return changed(story, {
    attempts: [next],
    effect: asks ? 'needs_review' : 'applied',
    detail,
  });
};

const wordsOf = ({ reference, providerStatus, amount, cause, answerBy }: Dispute): string =>
  [
    `dispute ${reference}${amount ? ` of ${shownAmount(amount)}` : ''}: ${providerStatus}`,
    ...(cause ? [`the buyer says "${cause}"`] : []),
    ...(answerBy ? [`to be answered by ${answerBy}`] : []),
  ].join('; ');
