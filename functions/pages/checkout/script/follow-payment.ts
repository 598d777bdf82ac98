import { checkoutPath } from '../view/page.ts';
import { paymentStep } from '../view/payment-step.ts';
import type { LivePage } from './live-page.ts';
import { openWechat } from './wechat-window.ts';

/**
 * Takes the buyer on to the provider right after their tap, once. The page's address is cleaned first: whoever comes back
 * stays here.
 */
export const followPayment = (page: LivePage): void => {
  const { view, go, token, language } = page.state;
  const action = view.state === 'awaiting_payment' ? view.attempt?.next_action : undefined;
  if (!go || token === undefined || !action) return;
  const step = paymentStep(action);
  const here = `${checkoutPath(token)}?lang=${language}`;
  switch (step.kind) {
    case 'link':
      if (!step.automatic) return;
      history.replaceState(null, '', here);
      location.assign(step.url);
      return;
    case 'form': {
      const form = document.querySelector<HTMLFormElement>('form[data-gateway]');
      // Where forms may lead stands in the document's own policy: one that was loaded before this payment has to be left.
      if (!location.search.includes('go=1')) location.assign(`${here}&go=1`);
      else if (form) {
        history.replaceState(null, '', here);
        form.submit();
      }
      return;
    }
    case 'wechat':
      history.replaceState(null, '', here);
      openWechat(step.params);
      return;
    default:
      history.replaceState(null, '', here);
  }
};
