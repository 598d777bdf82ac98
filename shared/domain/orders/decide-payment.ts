import { type Attempt, type AttemptState, isAttemptOpen } from './attempt.ts';
import { decideArrival } from './decide-arrival.ts';
import type { DecideInput } from './decide-input.ts';
import { changed, type OrderDecision } from './decision.ts';
import type { OrderEvent } from './order-event.ts';
import { Story } from './story.ts';

type PaymentReport = Extract<OrderEvent, { kind: 'payment_reported' }>;

/** What a provider's word about one attempt does to the order. */
export const decidePayment = (input: DecideInput, report: PaymentReport): OrderDecision => {
  const attempt = input.attempts.find(({ id }) => id === report.attemptId);
  if (!attempt) return { kind: 'no_change', detail: 'no such attempt' };
  if (attempt.channelId !== report.channelId) {
    return {
      kind: 'no_change',
      detail: 'another channel reported this payment; it was not believed',
    };
  }
  if (report.accountVersions?.includes(attempt.accountVersion ?? 1) === false)
    return reportedElsewhere(input, attempt, report);
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

/**
 * Another account of the channel, usually one that was replaced, reports this payment. Money that it took would be under
 * its own payments' numbers: somebody uses its key. Nothing is believed, and a person is asked once.
 */
const reportedElsewhere = (
  { order, now }: DecideInput,
  attempt: Attempt,
  { status }: PaymentReport,
): OrderDecision => {
  const what = 'was reported by another account than the one it was made under';
  const isKnown = order.timeline.some(
    (step) => step.attemptId === attempt.id && step.detail?.endsWith(what),
  );
  if (status !== 'succeeded' || isKnown)
    return { kind: 'no_change', detail: `attempt ${attempt.id} ${what}; it was not believed` };
  const story = new Story(order, now);
  const detail = askAbout(story, attempt, what);
  return changed(story, { effect: 'needs_review', detail });
};

/** Nobody confirmed an announced payment: a person looks, and the attempt goes on as if nothing had been announced. */
export const decideMissingConfirmation = (
  { order, attempts, now }: DecideInput,
  attemptId: string,
): OrderDecision => {
  const attempt = attempts.find(({ id }) => id === attemptId);
  if (!attempt?.unconfirmed || attempt.state === 'succeeded')
    return { kind: 'no_change', detail: 'no confirmation is waited for' };
  const story = new Story(order, now);
  const detail = askAbout(
    story,
    attempt,
    'was announced as paid, and the provider never confirmed it',
  );
  const next: Attempt = {
    ...attempt,
    unconfirmed: undefined,
    version: attempt.version + 1,
    updatedAt: now.toISOString(),
  };
  return changed(story, { attempts: [next], effect: 'needs_review', detail });
};

/** Somebody who knows the account's key said something that its provider does not say. */
const askAbout = (story: Story, attempt: Attempt, what: string): string => {
  const detail = `attempt ${attempt.id} ${what}`;
  story.note(
    {
      what: 'unconfirmed_payment',
      actor: 'system',
      attemptId: attempt.id,
      detail,
      announce: 'order.needs_review',
    },
    { review: { reason: 'unconfirmed_payment', detail } },
  );
  return detail;
};

const succeeded = (input: DecideInput, attempt: Attempt, report: PaymentReport): OrderDecision => {
  if (attempt.state === 'succeeded')
    return { kind: 'no_change', detail: 'this payment was applied before' };
  if (report.confirm) return askFirst(input, attempt, report);
  const settled: Attempt = {
    ...after(attempt, report, 'succeeded', input.now),
    paidAmount: report.amount,
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
  { order, now }: DecideInput,
  attempt: Attempt,
  report: PaymentReport,
  state: 'failed' | 'closed',
): OrderDecision => {
  if (!isAttemptOpen(attempt))
    return { kind: 'no_change', detail: `the attempt is ${attempt.state}` };
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
  providerReference: report.providerReference ?? attempt.providerReference,
  version: attempt.version + 1,
  updatedAt: now.toISOString(),
});
