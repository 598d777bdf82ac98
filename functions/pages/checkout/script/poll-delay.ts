import type { PageState } from '../view/page.ts';

const SECOND = 1_000;
const SLOW_MILLIS = 15 * SECOND;
/** Money that comes late counts: whoever has started a payment is still told. */
const LATE_MILLIS = 30 * SECOND;
const LONGEST_MILLIS = 30 * SECOND;

/**
 * How long the page waits before it asks again; `undefined` when nothing more will happen by itself. Waiting for a payment
 * begins at one second and slows down to five; the time to pay is never overslept.
 *
 * @param asked questions since something changed or the buyer came back
 * @param failed questions in a row that nobody answered
 * @param leftMillis until the order's time is over
 */
export const pollDelay = (
  view: PageState['view'],
  { asked, failed, leftMillis }: { asked: number; failed: number; leftMillis: number },
): number | undefined => {
  if (failed > 0) return Math.min(LONGEST_MILLIS, SECOND * 2 ** Math.min(failed, 5));
  const waiting = Math.min(5 * SECOND, SECOND * 1.25 ** Math.min(asked, 20));
  const { attempt } = view;
  switch (view.state) {
    case 'awaiting_payment': {
      const isOpen = attempt && attempt.state !== 'failed' && attempt.state !== 'closed';
      const delay = isOpen ? waiting : SLOW_MILLIS;
      return leftMillis > 0 ? Math.min(delay, leftMillis + SECOND / 2) : delay;
    }
    case 'paid':
      return waiting;
    case 'awaiting_stock':
    case 'refunding':
      return SLOW_MILLIS;
    case 'expired':
      return attempt ? LATE_MILLIS : undefined;
    default:
      return undefined;
  }
};
