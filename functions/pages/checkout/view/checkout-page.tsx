import { Delivery } from './delivery.tsx';
import { OrderSummary } from './order-summary.tsx';
import type { PageProps } from './page.ts';
import { selfPath } from './page.ts';
import { PageFrame } from './page-frame.tsx';
import { Payment } from './payment.tsx';
import { ProblemNote, saysItself } from './problem-note.tsx';
import { webLink } from './safe-link.ts';
import { ShopFoot } from './shop-foot.tsx';
import { ShopHeader } from './shop-header.tsx';
import { StateNote, stateNote } from './state-note.tsx';

/** The buyer's page for one order, in whatever state it is: drawn by the server, then by the browser. */
export const CheckoutPage = ({ page }: PageProps) => {
  const { view, words, live } = page;
  const returnUrl = view.return_url === null ? undefined : webLink(view.return_url);
  const isOpen = view.state === 'awaiting_payment';
  return (
    <PageFrame
      words={words}
      language={page.language}
      otherLanguageHref={otherLanguageHref(page)}
      testMode={view.mode === 'test'}
      shop={<ShopHeader page={page} />}
    >
      <p class="unseen" role="status">
        {live?.copied === undefined ? stateNote(view.state, words)?.title : words.copied}
      </p>
      {!saysItself(page) && <ProblemNote page={page} />}
      {live?.offline && (
        <p class="note warn" role="status">
          {words.offline}
        </p>
      )}
      <div class={isOpen ? 'columns' : 'columns over'}>
        <OrderSummary page={page} />
        <div>
          <StateNote state={view.state} words={words} />
          {view.delivery && <Delivery delivery={view.delivery} page={page} />}
          {isOpen && <Payment page={page} />}
          {returnUrl !== undefined && !isOpen && (
            <a class="button quiet" href={returnUrl} rel="noreferrer">
              {words.backToShop}
            </a>
          )}
        </div>
      </div>
      <ShopFoot page={page} />
    </PageFrame>
  );
};

const otherLanguageHref = (page: PageProps['page']): string =>
  selfPath(page, page.language === 'zh' ? 'en' : 'zh') +
  (page.chosen ? `&method=${page.chosen}` : '');
