import type { CheckoutView } from '#shared/application/checkout/present-checkout.ts';
import { failureReasonSchema } from '#shared/domain/channels/failures/failure-reason.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import type { Language } from '../language.ts';
import { qrPath } from './qr-path.ts';
import type { PageState, Problem, QrPath } from './view/page.ts';
import { paymentStep } from './view/payment-step.ts';
import { DICTIONARIES } from './words/dictionaries.ts';

/** What a request says of the page beside the order. */
export interface Remarks extends Pick<PageState, 'token' | 'go' | 'chosen' | 'typed'> {
  readonly problem?: string | undefined;
  /** A failure reason that says it better. */
  readonly why?: string | undefined;
}

/** Right after the purchase the cards lie open. */
const FRESH_MILLIS = 300_000;

/** The page's state from an order's view; remarks that mean nothing are left out. */
export const pageState = (
  view: CheckoutView,
  language: Language,
  { problem, why, ...remarks }: Remarks,
): PageState => {
  const reason = failureReasonSchema.safeParse(why).data;
  return {
    view,
    language,
    ...remarks,
    ...(isProblem(problem) ? { problem } : {}),
    ...(reason ? { why: FAILURES[reason].buyer[language] } : {}),
    qr: qrOf(view),
    revealed: isFresh(view),
  };
};

export const isProblem = (text: string | undefined): text is Problem =>
  text !== undefined && Object.hasOwn(DICTIONARIES.en.problems, text);

/** What is scanned to pay: a wallet's code, or the address that coins are sent to. */
const qrOf = ({ state, attempt }: CheckoutView): QrPath | undefined => {
  if (state !== 'awaiting_payment' || !attempt?.next_action) return undefined;
  const step = paymentStep(attempt.next_action);
  if (step.kind === 'qr') return qrPath(step.content);
  return step.kind === 'address' ? qrPath(step.address) : undefined;
};

const isFresh = ({ delivered_at: at, now }: CheckoutView): boolean =>
  at !== null && Date.parse(now) - Date.parse(at) < FRESH_MILLIS;
