import type { OrderState } from '#shared/domain/orders/order.ts';
import { DICTIONARIES, type Dictionary } from './dictionary.ts';
import type { ViewContext } from './view-context.ts';

interface Note {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly text: string;
}

const noteOf = (state: OrderState, words: Dictionary): Note | undefined => {
  switch (state) {
    case 'awaiting_payment':
    case 'delivered':
      return undefined;
    case 'paid':
      return { tone: 'good', title: words.paidTitle, text: words.paidText };
    case 'awaiting_stock':
      return { tone: 'good', title: words.awaitingStockTitle, text: words.awaitingStockText };
    case 'expired':
      return { tone: 'bad', title: words.expiredTitle, text: words.expiredText };
    case 'cancelled':
      return { tone: 'bad', title: words.cancelledTitle, text: words.cancelledText };
    case 'needs_review':
      return { tone: 'warn', title: words.needsReviewTitle, text: words.needsReviewText };
    case 'refunding':
      return { tone: 'warn', title: words.refundingTitle, text: words.refundingText };
    case 'refunded':
      return { tone: 'warn', title: words.refundedTitle, text: words.refundedText };
    case 'partially_refunded':
      return {
        tone: 'warn',
        title: words.partiallyRefundedTitle,
        text: words.partiallyRefundedText,
      };
  }
};

/** Where the order stands, in words, when there is nothing to pay and nothing to hand over. */
export const StateNote = ({ view, language }: Pick<ViewContext, 'view' | 'language'>) => {
  const note = noteOf(view.state, DICTIONARIES[language]);
  if (!note) return null;
  return (
    <section class={`note ${note.tone}`} role="status">
      <h2>{note.title}</h2>
      <p class="plain">{note.text}</p>
    </section>
  );
};
