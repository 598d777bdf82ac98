import type { Attempt } from './attempt.ts';
import { hintedAt } from './hint.ts';

/**
 * When an open attempt is asked about again: quickly while the buyer looks at the page, every five minutes while it can
 * be paid, then ever more rarely for three days, because providers report late. Seconds after the last question.
 */
const WHILE_PAYABLE_SECONDS = [15, 30, 60, 120, 300] as const;
const AFTER_EXPIRY_SECONDS = [
  60, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 86_400,
] as const;

/**
 * Beside the schedule, after something was prompted: seconds from then. The buyer looks at the page again, or money may
 * have moved just now.
 */
const AFTER_PROMPT_SECONDS = [3, 10, 30, 60] as const;

/** Questions that are asked before a payable attempt reaches the steady interval, and the most that are ever asked. */
const MAX_QUERIES = 400;

/** When a provider is asked to confirm a payment that was announced: at once, then soon, for about three hours. */
const CONFIRM_SECONDS = [0, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 3_600] as const;

/** Whether an announced payment was asked about as often as it is going to be. */
export const isConfirmationMissing = ({ unconfirmed }: Pick<Attempt, 'unconfirmed'>): boolean =>
  unconfirmed !== undefined && unconfirmed.asked >= CONFIRM_SECONDS.length;

/**
 * The time of the next question about an attempt, or `undefined` when there is no more to ask: it is decided, or three days
 * have passed since it expired, and no hint asks for one.
 */
export const nextQueryAt = (attempt: AskedAttempt): Date | undefined => {
  const hinted = hintedAt(attempt);
  const planned = plannedQueryAt(attempt);
  return hinted && planned ? (hinted < planned ? hinted : planned) : (hinted ?? planned);
};

type AskedAttempt = Pick<
  Attempt,
  | 'state'
  | 'queryCount'
  | 'updatedAt'
  | 'createdAt'
  | 'expiresAt'
  | 'unconfirmed'
  | 'hint'
  | 'prompted'
>;

/** A question that was asked because of a hint and for nothing else: it takes no turn of those that are planned. */
export const isForHintAlone = (attempt: AskedAttempt, askedAt: Date): boolean => {
  const planned = plannedQueryAt(attempt);
  return hintedAt(attempt) !== undefined && (planned === undefined || planned > askedAt);
};

/** The time of the next question, whatever hints say. */
export const plannedQueryAt = (attempt: AskedAttempt): Date | undefined => {
  const { unconfirmed } = attempt;
  if (unconfirmed && attempt.state !== 'succeeded') {
    const seconds = CONFIRM_SECONDS[Math.min(unconfirmed.asked, CONFIRM_SECONDS.length - 1)] ?? 0;
    const last = unconfirmed.asked === 0 ? unconfirmed.since : attempt.updatedAt;
    return new Date(Date.parse(last) + seconds * 1000);
  }
  if (attempt.state === 'succeeded' || attempt.state === 'failed' || attempt.state === 'closed')
    return undefined;
  if (attempt.queryCount >= MAX_QUERIES) return undefined;
  const last = Date.parse(attempt.queryCount === 0 ? attempt.createdAt : attempt.updatedAt);
  const [soonest] = [scheduledAt(attempt, last), promptedAt(attempt, last)]
    .filter((at) => at !== undefined)
    .sort((a, b) => a.getTime() - b.getTime());
  return soonest;
};

const scheduledAt = (
  { queryCount, expiresAt }: Pick<Attempt, 'queryCount' | 'expiresAt'>,
  last: number,
): Date | undefined => {
  const expiry = Date.parse(expiresAt);
  const interval =
    WHILE_PAYABLE_SECONDS[Math.min(queryCount, WHILE_PAYABLE_SECONDS.length - 1)] ?? 300;
  const next = last + interval * 1000;
  if (next <= expiry) return new Date(next);
  return afterExpiry(last, expiry);
};

/** The first point of the series after a prompt that lies after the last question. */
const promptedAt = (
  { prompted }: Pick<Attempt, 'prompted'>,
  lastMillis: number,
): Date | undefined =>
  prompted &&
  AFTER_PROMPT_SECONDS.map((seconds) => new Date(Date.parse(prompted.at) + seconds * 1000)).find(
    (at) => at.getTime() > lastMillis,
  );

/** The first point of the late schedule that lies after the last question. */
const afterExpiry = (lastMillis: number, expiryMillis: number): Date | undefined => {
  let at = expiryMillis;
  for (const seconds of AFTER_EXPIRY_SECONDS) {
    at += seconds * 1000;
    if (at > lastMillis) return new Date(at);
  }
  return undefined;
};
