import { formAction } from '../view/page.ts';
import { afterPaint } from './after-paint.ts';
import type { LivePage } from './live-page.ts';
import { submitByItself } from './submit-forms.ts';

/**
 * Starts the payment that clearly leads, so that its code or button is there without a tap: once, for an order that nobody
 * has tried to pay, and only when somebody looks. A prerendered page or one that was opened in the background waits.
 */
export const startByItself = (page: LivePage): void => {
  const leading = leadingMethod(page);
  if (leading === undefined) return;
  const begin = (): void => {
    if (document.hidden) return;
    document.removeEventListener('visibilitychange', begin);
    afterPaint(() => {
      if (leadingMethod(page) !== leading) return;
      const fields = new URLSearchParams({ method: leading, by_itself: '1' });
      submitByItself(page, formAction(page.state, 'pay'), fields);
    });
  };
  document.addEventListener('visibilitychange', begin);
  begin();
};

const leadingMethod = ({ state: { view, token, chosen, problem } }: LivePage) => {
  const isFresh = view.state === 'awaiting_payment' && !view.attempt && !chosen && !problem;
  return isFresh && token !== undefined && view.starts_by_itself
    ? (view.leading_method ?? undefined)
    : undefined;
};
