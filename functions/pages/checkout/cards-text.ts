import type { CheckoutView } from '#shared/application/checkout/present-checkout.ts';

type Delivered = Pick<CheckoutView, 'product_name' | 'order'> & {
  readonly delivery: NonNullable<CheckoutView['delivery']>;
};

/** Notepad of older Windows reads a file without it in the system's own code page, GBK in China. */
const BYTE_ORDER_MARK = '\uFEFF';
const ANY_LINE_END = /\r\n|[\n\r\u2028\u2029]/g;

/**
 * The cards as a text file that opens right everywhere: UTF-8 with its mark, and the line ends of Windows. The first line
 * names the order, so that the mark, which some programs take for a character, never becomes part of a card.
 */
export const cardsText = ({ product_name, order, delivery }: Delivered): string => {
  const lines = [
    `${product_name.replaceAll(ANY_LINE_END, ' ')} ${order}`,
    '',
    ...delivery.cards.map(({ value }) => value),
    ...(delivery.content === null ? [] : [delivery.content]),
  ];
  return `${BYTE_ORDER_MARK}${`${lines.join('\n')}\n`.replaceAll(ANY_LINE_END, '\r\n')}`;
};
