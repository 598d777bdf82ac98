import { hydrate, render } from 'preact';
import { ROOT_ID, STATE_ID } from '../../element-ids.ts';
import { formTargets } from '../form-targets.ts';
import { CheckoutPage } from '../view/checkout-page.tsx';
import type { Live, PageState } from '../view/page.ts';
import type { Dictionary } from '../words/dictionary.ts';
import { chooseInPlace } from './choose-in-place.ts';
import { copyTexts } from './copy-texts.ts';
import { followPayment } from './follow-payment.ts';
import type { LivePage } from './live-page.ts';
import { startByItself } from './start-by-itself.ts';
import { submitForms } from './submit-forms.ts';
import { watchOrder } from './watch-order.ts';
import { weakMark } from './weak-mark.ts';
import { inWechat, payInWechat } from './wechat-window.ts';

/** Takes over the page that the server has drawn. */
export const start = (words: Dictionary): void => {
  const root = document.getElementById(ROOT_ID);
  const data = document.getElementById(STATE_ID)?.textContent;
  if (!root || !data) return;
  let state = JSON.parse(data) as PageState;
  let live: Live = { inWechat: inWechat() };
  let aheadMillis = clockAhead(state);
  const targets = formTargets(state.view);

  const draw = (): void => {
    const now = new Date(Date.now() + aheadMillis);
    render(<CheckoutPage page={{ ...state, words, now, live }} />, root);
  };
  let askSoon = (): void => undefined;
  const page: LivePage = {
    get state() {
      return state;
    },
    take: (next) => {
      const isNews = next.view.state !== state.view.state;
      state = next;
      aheadMillis = clockAhead(next);
      draw();
      if (isNews) tellByTitle(next, words);
    },
    answered: (next) => {
      page.take(next);
      followPayment(page);
      askSoon();
    },
    mark: weakMark().get,
    sendsForms: () => formTargets(state.view).every((target) => targets.includes(target)),
    note: (change) => {
      live = { ...live, ...change };
      draw();
    },
  };

  // First as the server drew it, then with what only a living page can do.
  const now = new Date(state.view.now);
  hydrate(<CheckoutPage page={{ ...state, words, now }} />, root);
  draw();
  setInterval(() => {
    if (state.view.state === 'awaiting_payment' && !document.hidden) draw();
  }, 1_000);
  submitForms(page);
  chooseInPlace(page);
  copyTexts(page);
  payInWechat(page);
  askSoon = watchOrder(page);
  followPayment(page);
  startByItself(page);
};

/** How far the server's clock is ahead of this device's. */
const clockAhead = ({ view }: PageState): number => Date.parse(view.now) - Date.now();

/** Whoever looks at another tab sees it there. */
const tellByTitle = ({ view }: PageState, words: Dictionary): void => {
  const isDone = view.state === 'delivered' || view.state === 'paid';
  if (isDone) document.title = `✓ ${words.paidTitle} · ${view.product_name}`;
};
