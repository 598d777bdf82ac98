/**
 * A number and its time are one transaction at UnionPay, so whatever belongs to a payment beside its charge has a number of
 * its own, made from ours by a word: `…open` opens the buyer's card, `…void` pays back by a void. The charge and the
 * refund bear our plain numbers, which is what statements show.
 */
const OPENING = 'open';
const VOID = 'void';

export const openingNumberOf = (orderNumber: string): string => `${orderNumber}${OPENING}`;

export const voidNumberOf = (refundNumber: string): string => `${refundNumber}${VOID}`;

const without = (orderId: string, word: string): string =>
  orderId.endsWith(word) ? orderId.slice(0, -word.length) : orderId;

/** The payment whose card an opening is for. */
export const orderNumberOfOpening = (orderId: string): string => without(orderId, OPENING);

/** The refund that a void makes. */
export const refundNumberOfVoid = (orderId: string): string => without(orderId, VOID);
