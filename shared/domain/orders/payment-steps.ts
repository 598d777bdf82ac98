import { type Attempt, isAttemptOpen } from './attempt.ts';
import { effectiveState } from './effective-state.ts';
import type { Order } from './order.ts';

/** Steps of a payment after its first; see `PaymentStep` of the channel port. */
export type StepKind = 'approved' | 'returned' | 'code' | 'resend_code';

/**
 * - `attempt_over`: it is decided already.
 * - `order_not_payable`: the order was paid, ended or is over: nothing may be charged for it.
 * - `no_code_awaited`: the buyer was sent no code, or can have no other one.
 * - `too_soon`: the same was done a moment ago.
 * - `too_often`: the attempt has had its share.
 */
export type StepRefusal =
  | 'attempt_over'
  | 'order_not_payable'
  | 'no_code_awaited'
  | 'too_soon'
  | 'too_often';

/** The attempt as it is written before the provider is called, or why the step is not taken. */
export type StepStart =
  | { readonly kind: 'change'; readonly attempt: Attempt }
  | { readonly kind: 'leave'; readonly why: StepRefusal };

/** Every return is a call to the provider: at most so many an attempt, and none sooner after the last prompt. */
const MAX_PROMPTS = 12;
const PROMPT_GAP_MILLIS = 2_000;

/** Whoever guesses gets five of a million codes. */
const MAX_CODES = 5;
/** Each costs a message, on a phone that need not be the buyer's. */
const MAX_RESENDS = 4;
export const RESEND_GAP_SECONDS = 30;

interface PaymentAsRead {
  readonly order: Pick<Order, 'state' | 'expiresAt'>;
  readonly attempts: readonly Attempt[];
  readonly attempt: Attempt;
}

/**
 * Whether a step may be taken now, as the attempt that is written before the provider is called. Every step can charge the
 * buyer: none is taken for an order that does not await payment, or that another attempt has paid. What is paid between
 * this look and the charge is a second payment as any other, and follows the payment policies.
 *
 * @param payment as it was read in one moment; the write is conditional on it
 */
export const startStep = (payment: PaymentAsRead, step: StepKind, now: Date): StepStart => {
  const { attempt } = payment;
  const obstacle = obstacleTo(payment, step, now);
  if (obstacle) return { kind: 'leave', why: obstacle };
  const codes = attempt.codes ?? { tried: 0, resent: 0 };
  switch (step) {
    case 'approved':
      // Only its first is followed by quick questions: one that goes wrong again and again has the schedule's pace.
      return change({ ...attempt, prompted: attempt.prompted ?? promptOf(attempt, now) });
    case 'returned':
      return change(prompted(attempt, now));
    case 'code':
      return change({ ...prompted(attempt, now), codes: { ...codes, tried: codes.tried + 1 } });
    case 'resend_code':
      return change({
        ...attempt,
        codes: { ...codes, resent: codes.resent + 1, resentAt: now.toISOString() },
      });
  }
};

/** The attempt as it is written before its provider is asked about it beside the schedule: the buyer came back. */
export const startQuestion = (attempt: Attempt, now: Date): StepStart => {
  const obstacle = isAttemptOpen(attempt) ? promptObstacle(attempt, now) : 'attempt_over';
  return obstacle ? { kind: 'leave', why: obstacle } : change(prompted(attempt, now));
};

const change = (attempt: Attempt): StepStart => ({ kind: 'change', attempt });

const promptOf = ({ prompted }: Attempt, now: Date): NonNullable<Attempt['prompted']> => ({
  at: now.toISOString(),
  count: (prompted?.count ?? 0) + 1,
});

const prompted = (attempt: Attempt, now: Date): Attempt => ({
  ...attempt,
  prompted: promptOf(attempt, now),
});

const obstacleTo = (
  { order, attempts, attempt }: PaymentAsRead,
  step: StepKind,
  now: Date,
): StepRefusal | undefined => {
  if (!isAttemptOpen(attempt)) return 'attempt_over';
  const isPaid = attempts.some(({ state }) => state === 'succeeded');
  if (isPaid || effectiveState(order, now) !== 'awaiting_payment') return 'order_not_payable';
  switch (step) {
    case 'approved':
      return undefined;
    case 'returned':
      return promptObstacle(attempt, now);
    case 'code':
      return codeObstacle(attempt);
    case 'resend_code':
      return resendObstacle(attempt, now);
  }
};

const promptObstacle = (
  { prompted: last }: Pick<Attempt, 'prompted'>,
  now: Date,
): StepRefusal | undefined => {
  if (!last) return undefined;
  if (now.getTime() - Date.parse(last.at) < PROMPT_GAP_MILLIS) return 'too_soon';
  return last.count >= MAX_PROMPTS ? 'too_often' : undefined;
};

/** How many more codes the buyer may type; `undefined` where none is awaited. */
export const codesLeft = ({
  nextAction,
  codes,
}: Pick<Attempt, 'nextAction' | 'codes'>): number | undefined =>
  nextAction?.kind === 'enter_code' ? Math.max(0, MAX_CODES - (codes?.tried ?? 0)) : undefined;

const codeObstacle = (attempt: Attempt): StepRefusal | undefined => {
  const left = codesLeft(attempt);
  if (left === undefined) return 'no_code_awaited';
  return left === 0 ? 'too_often' : undefined;
};

const resendObstacle = (
  { nextAction, codes, createdAt }: Attempt,
  now: Date,
): StepRefusal | undefined => {
  if (nextAction?.kind !== 'enter_code' || !nextAction.canResend) return 'no_code_awaited';
  if (codes && codes.resent >= MAX_RESENDS) return 'too_often';
  const last = Date.parse(codes?.resentAt ?? createdAt);
  return now.getTime() - last < RESEND_GAP_SECONDS * 1000 ? 'too_soon' : undefined;
};
