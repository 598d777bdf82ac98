import { checkoutPath } from '../view/page.ts';
import { paymentStep } from '../view/payment-step.ts';
import type { LivePage } from './live-page.ts';
import { openWechat } from './wechat-window.ts';

/**
 * Takes the buyer on to the provider right after their tap, once. The page's address is cleaned first: whoever comes back
 * stays here.
 */
export const followPayment = (page: LivePage): void => {
  const { view, go, token } = page.state;
  const action = view.state === 'awaiting_payment' ? view.attempt?.next_action : undefined;
  if (!go || token === undefined || !action) return;
  const step = paymentStep(action);
  history.replaceState(null, '', addressOf(page));
  switch (step.kind) {
    case 'link':
      if (step.automatic) location.assign(step.url);
      return;
    case 'form': {
      const form = document.querySelector<HTMLFormElement>('form[data-gateway]');
      if (!page.sendsForms()) loadForForm(page);
      // Not the form's own: a gateway may want a field of that name.
      else if (form) HTMLFormElement.prototype.submit.call(form);
      return;
    }
    case 'wechat':
      openWechat(page);
      return;
  }
};

/**
 * Loads the page anew, and sends its gateway's form then: where forms may lead stands in the document's own policy, and a
 * document that was loaded before this payment does not name the place.
 */
export const loadForForm = (page: LivePage): void => location.assign(`${addressOf(page)}&go=1`);

const addressOf = ({ state: { token = '', language } }: LivePage): string =>
  `${checkoutPath(token)}?lang=${language}`;
