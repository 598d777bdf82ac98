import { amountText } from './amount-text.ts';
import { CopyButton } from './copy-button.tsx';
import { deadlineText, timeText } from './deadline-text.ts';
import { methodName, type PageProps } from './page.ts';

/** What is bought, for how much, and until when it can be paid; afterwards the receipt. */
export const OrderSummary = ({ page }: PageProps) => {
  const { view, words, language, now, live } = page;
  const { paid } = view;
  return (
    <section class="paper summary" aria-labelledby="product">
      <h1 id="product">{view.product_name}</h1>
      <p class="amount">{amountText(view.amount, view.currency, language)}</p>
      {view.state === 'awaiting_payment' && (
        <p class="soft">
          <time dateTime={view.expires_at}>
            {deadlineText({
              expiresAt: view.expires_at,
              now,
              language,
              words,
              ticks: live !== undefined,
            })}
          </time>
        </p>
      )}
      <dl>
        <dt>{words.quantity}</dt>
        <dd>{view.quantity}</dd>
        {paid && (
          <>
            <dt>{words.paidWith}</dt>
            <dd>{methodName(paid.method, language)}</dd>
            <dt>{words.paidAt}</dt>
            <dd>
              <time dateTime={paid.at}>{paidAtText(page, paid.at)}</time>
            </dd>
          </>
        )}
        <dt>{words.order}</dt>
        <dd>
          <code>{view.order}</code>
        </dd>
      </dl>
      <p class="tools" hidden={!live || view.state === 'awaiting_payment'}>
        <CopyButton
          page={page}
          value={view.order}
          label={words.copyOrder}
          shown={words.copyOrder}
        />
        {paid && (
          <button class="small" type="button" data-print>
            {words.print}
          </button>
        )}
      </p>
    </section>
  );
};

const paidAtText = ({ language, words, live }: PageProps['page'], at: string): string =>
  live ? timeText(at, language, { isLocal: true }) : words.clockOf(timeText(at, language, {}));
