import type { Attempt } from './attempt.ts';

/**
 * A hint says that something changed and proves nothing: the provider is asked, whatever the schedule says, and also
 * about an attempt that is over, because money comes late. Hints that come together share a question: the first is asked
 * for at once, those of the two seconds after it together.
 */
const GAP_MILLIS = 2_000;

/** Clocks differ: a question may begin so much before its time. Hints of that moment do not lean on it. */
const EARLY_MILLIS = 250;

/** Nobody answered: seconds to the next question for the same hint. After the last one the schedule is all there is. */
const RETRY_SECONDS = [5, 30, 300, 3_600] as const;

/**
 * The attempt that is to be asked about because of a hint at `now`; `undefined` when a question is to come that covers it,
 * or when there is nothing more to learn. One that may be under way right now does not cover it: it may have seen the
 * payment as it was before.
 */
export const withHint = (attempt: Attempt, now: Date): Attempt | undefined => {
  if (attempt.state === 'succeeded') return undefined;
  const { hint } = attempt;
  const toQuestion = hint ? Date.parse(hint.askAt) - now.getTime() : Number.NEGATIVE_INFINITY;
  // One that is far away is a retry, for which nobody waits who knows more.
  const isRetry = toQuestion > EARLY_MILLIS + GAP_MILLIS;
  if (toQuestion > EARLY_MILLIS && !isRetry && !hint?.isAnswered) return undefined;
  const waitMillis = isRetry ? 0 : Math.max(0, toQuestion + GAP_MILLIS);
  const askAt = new Date(now.getTime() + waitMillis).toISOString();
  return {
    ...attempt,
    hint: { since: now.toISOString(), askAt, tries: 0 },
    version: attempt.version + 1,
    updatedAt: now.toISOString(),
  };
};

/** When the provider is to be asked because of a hint. */
export const hintedAt = ({ state, hint }: Pick<Attempt, 'state' | 'hint'>): Date | undefined =>
  hint === undefined || hint.isAnswered || state === 'succeeded' ? undefined : new Date(hint.askAt);

/** Whether a question may be asked now because of a hint. */
export const isHintDue = (attempt: Pick<Attempt, 'state' | 'hint'>, now: Date): boolean => {
  const at = hintedAt(attempt);
  return at !== undefined && isTimeFor(at, now);
};

const isTimeFor = (askAt: Date, now: Date): boolean =>
  askAt.getTime() - now.getTime() <= EARLY_MILLIS;

/**
 * What is left of a hint after a question that began at `askedAt`: all of it when that was before the hint, or before its
 * time, because hints that came since then lean on the question that is to come. It stays on record when it is answered, so
 * that the next one keeps its distance.
 */
export const hintAfter = (
  { hint }: Pick<Attempt, 'hint'>,
  { isAnswered, askedAt }: { readonly isAnswered: boolean; readonly askedAt: Date },
): Attempt['hint'] => {
  if (!hint || hint.isAnswered) return hint;
  const isTooEarly =
    Date.parse(hint.since) > askedAt.getTime() || !isTimeFor(new Date(hint.askAt), askedAt);
  if (isTooEarly) return hint;
  const seconds = RETRY_SECONDS[hint.tries];
  return isAnswered || seconds === undefined
    ? { ...hint, isAnswered: true }
    : {
        ...hint,
        askAt: new Date(askedAt.getTime() + seconds * 1_000).toISOString(),
        tries: hint.tries + 1,
      };
};
