import type { RawReply } from '#shared/platform/http/call.ts';
import { pageReply } from '../document.tsx';
import { accentStyle } from './accent-style.ts';
import { formTargets } from './form-targets.ts';
import { refreshSeconds } from './refresh-seconds.ts';
import { CheckoutPage } from './view/checkout-page.tsx';
import { type PageState, selfPath } from './view/page.ts';
import { paymentStep } from './view/payment-step.ts';
import { CHECKOUT_STYLE } from './view/style.ts';
import { DICTIONARIES } from './words/dictionaries.ts';

export interface RenderOptions {
  readonly status?: number;
  /** The page's script by language; absent: the page goes without. */
  readonly scripts?: Readonly<Record<PageState['language'], string>> | undefined;
}

/** The buyer's page for one order, in whatever state it is. */
export const renderCheckout = (
  state: PageState,
  { status, scripts }: RenderOptions = {},
): RawReply => {
  const { view, language } = state;
  const words = DICTIONARIES[language];
  return pageReply(
    {
      title: `${view.product_name} · ${words.order} ${view.order}`,
      language,
      style: CHECKOUT_STYLE + accentStyle(view.shop.accent),
      refresh: refreshOf(state),
      script: scripts && { src: scripts[language], state },
      formTargets: formTargets(view),
      images: logoOrigins(view.shop.logo_url),
      status,
    },
    <CheckoutPage page={{ ...state, words, now: new Date(view.now) }} />,
  );
};

/** Where the logo comes from, when it is not part of the page. */
const logoOrigins = (logoUrl: string | null): string[] =>
  logoUrl !== null && URL.canParse(logoUrl) ? [new URL(logoUrl).origin] : [];

const refreshOf = (state: PageState): { seconds: number; url?: string } | undefined => {
  const { view, go } = state;
  // What a form found cannot be loaded again without sending the form again.
  if (state.token === undefined) return undefined;
  if (go && view.state === 'awaiting_payment' && view.attempt?.next_action) {
    const step = paymentStep(view.attempt.next_action);
    if (step.kind === 'link' && step.automatic) return { seconds: 0, url: step.url };
  }
  // Nothing that the buyer has typed may go away.
  if (state.typed) return undefined;
  // The answer may come any moment, and the buyer has typed what there is to type.
  const seconds = state.problem === 'code_unanswered' ? 3 : refreshSeconds(state);
  if (seconds === undefined) return undefined;
  // A message or a hand-over is not repeated. Otherwise the same address: browsers then keep the scroll position.
  return go || state.problem || state.chosen
    ? { seconds, url: selfPath(state, state.language) }
    : { seconds };
};
