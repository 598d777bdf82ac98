import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import { RawReply } from '#shared/platform/http/call.ts';
import { renderDocument } from '../document.tsx';
import { pageHeaders } from '../page-headers.ts';
import { accentStyle } from './accent-style.ts';
import { Delivery } from './delivery.tsx';
import { DICTIONARIES } from './dictionary.ts';
import { formTargets } from './form-targets.ts';
import { OrderSummary } from './order-summary.tsx';
import { PageFrame } from './page-frame.tsx';
import { Payment } from './payment.tsx';
import { paymentStep } from './payment-step.ts';
import { refreshSeconds } from './refresh-seconds.ts';
import { webLink } from './safe-link.ts';
import { ShopFoot } from './shop-foot.tsx';
import { ShopHeader } from './shop-header.tsx';
import { StateNote } from './state-note.tsx';
import { CHECKOUT_STYLE } from './style.ts';
import { checkoutPath, pagePath, type ViewContext } from './view-context.ts';

/** The buyer's page for one order, in whatever state it is. */
export const renderCheckout = (context: ViewContext): RawReply => {
  const { view, language, problem } = context;
  const words = DICTIONARIES[language];
  const returnUrl = view.return_url === null ? undefined : webLink(view.return_url);
  const style = CHECKOUT_STYLE + accentStyle(view.shop.accent);
  const html = renderDocument(
    {
      title: `${view.product_name} · ${words.order} ${view.order}`,
      language,
      style,
      refresh: refreshOf(context),
    },
    <PageFrame
      language={language}
      otherLanguageHref={otherLanguageHref(context)}
      testMode={view.mode === 'test'}
    >
      <ShopHeader shop={view.shop} />
      {problem && (
        <p class="note bad" role="alert">
          {context.why ? FAILURES[context.why].buyer[language] : words.problems[problem]}
        </p>
      )}
      <StateNote view={view} language={language} />
      {view.delivery && <Delivery delivery={view.delivery} language={language} />}
      <OrderSummary {...context} />
      {view.state === 'awaiting_payment' && <Payment {...context} />}
      {returnUrl !== undefined && view.state !== 'awaiting_payment' && (
        <a class="button quiet" href={returnUrl} rel="noreferrer">
          {words.backToShop}
        </a>
      )}
      <ShopFoot shop={view.shop} mode={view.mode} language={language} />
    </PageFrame>,
  );
  return new RawReply(
    200,
    pageHeaders({ style, formTargets: formTargets(view), images: logoOrigins(view.shop.logo_url) }),
    html,
  );
};

/** Where the logo comes from, when it is not part of the page. */
const logoOrigins = (logoUrl: string | null): string[] =>
  logoUrl !== null && URL.canParse(logoUrl) ? [new URL(logoUrl).origin] : [];

const selfPath = ({ token }: ViewContext, language: ViewContext['language']): string =>
  token === undefined ? pagePath('/lookup', language) : pagePath(checkoutPath(token), language);

const otherLanguageHref = (context: ViewContext): string =>
  selfPath(context, context.language === 'zh' ? 'en' : 'zh') +
  (context.chosen ? `&method=${context.chosen}` : '');

const refreshOf = (context: ViewContext): { seconds: number; url?: string } | undefined => {
  const { view, now, go } = context;
  // What a form found cannot be loaded again without sending the form again.
  if (context.token === undefined) return undefined;
  if (go && view.state === 'awaiting_payment' && view.attempt?.next_action) {
    const step = paymentStep(view.attempt.next_action);
    if (step.kind === 'link' && step.automatic) return { seconds: 0, url: step.url };
  }
  // The answer may come any moment, and the buyer has typed what there is to type.
  const seconds = context.problem === 'code_unanswered' ? 3 : refreshSeconds(view, now, context);
  if (seconds === undefined) return undefined;
  // A message or a hand-over is not repeated. Otherwise the same address: browsers then keep the scroll position.
  return go || context.problem || context.chosen
    ? { seconds, url: selfPath(context, context.language) }
    : { seconds };
};
