import { amountText } from './amount-text.ts';
import { deadlineText } from './deadline-text.ts';
import { DICTIONARIES } from './dictionary.ts';
import type { ViewContext } from './view-context.ts';

/** What is bought, for how much, and until when it can be paid. */
export const OrderSummary = ({ view, language, now }: ViewContext) => {
  const words = DICTIONARIES[language];
  return (
    <section class="paper" aria-labelledby="product">
      <h1 id="product">{view.product_name}</h1>
      <p class="amount">{amountText(view.amount, view.currency, language)}</p>
      {view.state === 'awaiting_payment' && (
        <p class="soft">
          <time dateTime={view.expires_at}>{deadlineText(view.expires_at, now, language)}</time>
        </p>
      )}
      <dl>
        <dt>{words.quantity}</dt>
        <dd>{view.quantity}</dd>
        <dt>{words.order}</dt>
        <dd>
          <code>{view.order}</code>
        </dd>
      </dl>
    </section>
  );
};
