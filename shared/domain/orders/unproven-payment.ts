import type { Attempt } from './attempt.ts';
import type { DecideInput } from './decide-input.ts';
import { changed, type OrderDecision } from './decision.ts';
import type { OrderEvent } from './order-event.ts';
import { Story } from './story.ts';

type PaymentReport = Extract<OrderEvent, { kind: 'payment_reported' }>;

/**
 * Another account of the channel, usually one that was replaced, reports this payment. Money that it took would be under
 * its own payments' numbers: somebody uses its key. Nothing is believed, and a person is asked once.
 */
export const reportedElsewhere = (
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
export const askAbout = (story: Story, attempt: Attempt, what: string): string => {
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

/** Nobody can be asked about it any more, and the word alone does not count. Once an attempt. */
export const announcedAfterwards = (
  { order, now }: DecideInput,
  attempt: Attempt,
  transferId: string,
): OrderDecision => {
  const what = 'was announced as paid once more';
  const isKnown =
    attempt.transfers?.some(({ id }) => id === transferId) ||
    order.timeline.some((step) => step.attemptId === attempt.id && step.detail?.endsWith(what));
  if (isKnown) return { kind: 'no_change', detail: 'this payment was applied before' };
  const story = new Story(order, now);
  const detail = askAbout(story, attempt, what);
  return changed(story, { effect: 'needs_review', detail });
};
