import { type Attempt, type AttemptState, isAttemptOpen } from './attempt.ts';
import { decideArrival } from './decide-arrival.ts';
import type { DecideInput } from './decide-input.ts';
import { decideTransfer } from './decide-transfer.ts';
import { changed, type OrderDecision } from './decision.ts';
import type { OrderEvent } from './order-event.ts';
import { NOT_BELIEVED, ownerOfReport } from './reporter.ts';
import { Story } from './story.ts';
import { atLeastTransferred, isPartlyPaid, settledPartly } from './transfers.ts';
import { announcedAfterwards, askAbout, reportedElsewhere } from './unproven-payment.ts';

type PaymentReport = Extract<OrderEvent, { kind: 'payment_reported' }>;

/** What a provider's word about one attempt does to the order. */
export const decidePayment = (input: DecideInput, report: PaymentReport): OrderDecision => {
  const attempt = input.attempts.find(({ id }) => id === report.attemptId);
  if (!attempt) return { kind: 'no_change', detail: 'no such attempt' };
  const owner = ownerOfReport(attempt, report);
  if (owner === 'another_channel') return { kind: 'no_change', detail: NOT_BELIEVED };
  if (owner === 'another_account') return reportedElsewhere(input, attempt, report);
  switch (report.status) {
    case 'succeeded':
      return succeeded(input, attempt, report);
    case 'failed':
    case 'closed':
      return ended(input, attempt, report, report.status);
    case 'pending':
      return pending(input, attempt, report);
    case 'unknown':
      return { kind: 'no_change', detail: 'the provider used a word we do not know' };
  }
};

const succeeded = (input: DecideInput, attempt: Attempt, report: PaymentReport): OrderDecision => {
  const { transferId, amount, source } = report;
  if (transferId !== undefined && amount !== undefined) {
    if (!report.confirm) return decideTransfer(input, attempt, { id: transferId, amount, source });
    if (attempt.state === 'succeeded') return announcedAfterwards(input, attempt, transferId);
  }
  if (attempt.state === 'succeeded')
    return { kind: 'no_change', detail: 'this payment was applied before' };
  if (report.confirm) return askFirst(input, attempt, report);
  const settled: Attempt = {
    ...after(attempt, report, 'succeeded', input.now),
    paidAmount: atLeastTransferred(attempt, amount),
    endedAt: attempt.endedAt ?? input.now.toISOString(),
    paidAt: input.now.toISOString(),
  };
  return decideArrival(input, settled, report.source);
};

const askFirst = (
  { order, now }: DecideInput,
  attempt: Attempt,
  report: PaymentReport,
): OrderDecision => {
  if (attempt.unconfirmed)
    return { kind: 'no_change', detail: 'the provider is being asked to confirm this payment' };
  const story = new Story(order, now).note({
    what: 'payment_announced',
    actor: report.source,
    attemptId: attempt.id,
    detail: 'the provider is asked to confirm it before anything is delivered',
  });
  const next: Attempt = {
    ...after(attempt, report, attempt.state, now),
    unconfirmed: { since: now.toISOString(), asked: 0 },
  };
  return changed(story, {
    attempts: [next],
    followUps: [{ kind: 'query_attempt', attemptId: attempt.id }],
    detail: 'announced; the provider is asked to confirm it',
  });
};

const pending = (
  { order, now }: DecideInput,
  attempt: Attempt,
  report: PaymentReport,
): OrderDecision => {
  if (attempt.state !== 'submitted' && attempt.state !== 'unknown') {
    return { kind: 'no_change', detail: `the attempt is ${attempt.state}` };
  }
  const story = new Story(order, now).note({
    what: 'attempt_pending',
    actor: report.source,
    attemptId: attempt.id,
  });
  // "Not paid yet" is no answer to an announcement: the provider is asked on.
  const next: Attempt = {
    ...after(attempt, report, 'pending', now),
    unconfirmed: attempt.unconfirmed,
  };
  return changed(story, {
    attempts: [next],
    detail: 'the provider knows the payment',
  });
};

const ended = (
  input: DecideInput,
  attempt: Attempt,
  report: PaymentReport,
  state: 'failed' | 'closed',
): OrderDecision => {
  const { order, now } = input;
  if (report.transferId !== undefined)
    return { kind: 'no_change', detail: 'this transfer did not come about; others may' };
  if (!isAttemptOpen(attempt))
    return { kind: 'no_change', detail: `the attempt is ${attempt.state}` };
  // No more will come: what has come is all there is.
  if (isPartlyPaid(attempt))
    return decideArrival(input, settledPartly(attempt, now), report.source);
  const next: Attempt = {
    ...after(attempt, report, state, now),
    failureReason: report.failureReason ?? (state === 'failed' ? 'declined' : 'expired'),
    capDay: undefined,
    endedAt: now.toISOString(),
  };
  const story = new Story(order, now).note({
    what: `attempt_${state}`,
    actor: report.source,
    attemptId: attempt.id,
  });
  const contradicted = attempt.unconfirmed !== undefined;
  if (contradicted)
    askAbout(story, attempt, `was announced as paid, and the provider says ${state}`);
  return changed(story, {
    attempts: [next],
    releaseCapsOf: attempt.capDay ? [attempt] : [],
    effect: contradicted ? 'needs_review' : 'applied',
    detail: `attempt ${state}`,
  });
};

const after = (
  attempt: Attempt,
  report: PaymentReport,
  state: AttemptState,
  now: Date,
): Attempt => ({
  ...attempt,
  state,
  // What the provider says now answers the question that an announcement raised.
  unconfirmed: undefined,
  kept: report.kept ?? attempt.kept,
  request: isAttemptOpen({ state }) ? attempt.request : undefined,
  // Whoever only announces must not choose the payment that the provider is asked about: another one may well be paid.
  providerReference: report.confirm
    ? (attempt.providerReference ?? report.providerReference)
    : (report.providerReference ?? attempt.providerReference),
  version: attempt.version + 1,
  updatedAt: now.toISOString(),
});
