import type { PageState } from './view/page.ts';

const WAITING_SECONDS = 2;
/** A page with a button is left alone long enough to tap it. */
const BUTTON_SECONDS = 5;
const STOCK_SECONDS = 15;
/** Money that comes late counts: whoever has started a payment is still told. */
const LATE_SECONDS = 30;

/** When a page without a script loads itself again; `undefined` when nothing more will happen. */
export const refreshSeconds = ({
  view,
  chosen,
}: Pick<PageState, 'view' | 'chosen'>): number | undefined => {
  const { attempt } = view;
  switch (view.state) {
    case 'awaiting_payment': {
      // Nothing that the buyer is typing may go away.
      if (chosen || attempt?.next_action?.kind === 'enter_code') return untilExpiry(view);
      if (!attempt || attempt.state === 'failed' || attempt.state === 'closed')
        return untilExpiry(view);
      const kind = attempt.next_action?.kind;
      return kind === 'redirect' || kind === 'form' ? BUTTON_SECONDS : WAITING_SECONDS;
    }
    case 'paid':
      return WAITING_SECONDS;
    case 'awaiting_stock':
    case 'refunding':
      return STOCK_SECONDS;
    case 'expired':
      return attempt ? LATE_SECONDS : undefined;
    default:
      return undefined;
  }
};

/** While the buyer chooses, the page stands still until it would be wrong. */
const untilExpiry = ({ now, methods, expires_at }: PageState['view']): number => {
  if (methods.length === 0) return STOCK_SECONDS;
  return Math.max(1, Math.ceil((Date.parse(expires_at) - Date.parse(now)) / 1_000));
};
