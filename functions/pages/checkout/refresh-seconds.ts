import type { CheckoutView } from '#shared/application/checkout/present-checkout.ts';
import type { ViewContext } from './view-context.ts';

const WAITING_SECONDS = 2;
/** A page with a button is left alone long enough to tap it. */
const BUTTON_SECONDS = 5;
const STOCK_SECONDS = 15;

/** When the page loads itself again; `undefined` when nothing more will happen. */
export const refreshSeconds = (
  view: CheckoutView,
  now: Date,
  { chosen }: Pick<ViewContext, 'chosen'> = {},
): number | undefined => {
  switch (view.state) {
    case 'awaiting_payment': {
      const { attempt } = view;
      // Nothing that the buyer is typing may go away.
      if (chosen || attempt?.next_action?.kind === 'enter_code') return untilExpiry(view, now);
      if (!attempt || attempt.state === 'failed' || attempt.state === 'closed') {
        return untilExpiry(view, now);
      }
      const kind = attempt.next_action?.kind;
      return kind === 'redirect' || kind === 'form' ? BUTTON_SECONDS : WAITING_SECONDS;
    }
    case 'paid':
      return WAITING_SECONDS;
    case 'awaiting_stock':
    case 'refunding':
      return STOCK_SECONDS;
    default:
      return undefined;
  }
};

/** While the buyer chooses, the page stands still until it would be wrong. */
const untilExpiry = (view: CheckoutView, now: Date): number => {
  if (view.methods.length === 0) return STOCK_SECONDS;
  return Math.max(1, Math.ceil((Date.parse(view.expires_at) - now.getTime()) / 1_000));
};
