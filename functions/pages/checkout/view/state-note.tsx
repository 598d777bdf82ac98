import type { OrderState } from '#shared/domain/orders/order.ts';
import type { Dictionary } from '../words/dictionary.ts';

interface Note {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly text: string;
}

/** Where the order stands, in words, when there is nothing to pay and nothing to hand over. */
export const stateNote = (state: OrderState, words: Dictionary): Note | undefined => {
  switch (state) {
    case 'awaiting_payment':
      return undefined;
    case 'delivered':
      return { tone: 'good', title: words.paidTitle, text: words.thanks };
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

/** The same as a part of the page. What a screen reader announces is the page's own line for it. */
export const StateNote = ({
  state,
  words,
}: {
  readonly state: OrderState;
  readonly words: Dictionary;
}) => {
  const note = stateNote(state, words);
  if (!note) return null;
  return (
    <section class={`note ${note.tone}`}>
      <h2>{note.title}</h2>
      <p class="plain">{note.text}</p>
    </section>
  );
};
