import { multiplyMoney } from '../money/money.ts';
import type { Product } from '../products/product.ts';
import type { BuyerHabit } from './buyer-habit.ts';
import type { Order } from './order.ts';

export interface NewOrder {
  readonly id: string;
  readonly product: Product;
  readonly quantity: number;
  readonly contact: string | undefined;
  readonly buyerIp: string | undefined;
  readonly buyerDevice?: string;
  readonly buyer?: BuyerHabit;
  readonly returnUrl: string | undefined;
  readonly metadata: Record<string, string>;
  readonly checkoutSecretHash: string;
  readonly expiresInSeconds: number;
  readonly now: Date;
}

/** An order as it begins: unpaid, holding its cards (a manual product has none to hold). */
export const newOrder = (input: NewOrder): Order => {
  const { product, now } = input;
  const at = now.toISOString();
  return {
    id: input.id,
    tenant: product.tenant,
    product: {
      id: product.id,
      name: product.name,
      cardKind: product.cardKind,
      hasHook: product.deliveryHook !== undefined,
    },
    quantity: input.quantity,
    unitPrice: product.price,
    amount: multiplyMoney(product.price, input.quantity),
    state: 'awaiting_payment',
    reservation: product.cardKind === 'manual' ? 'none' : 'held',
    contact: input.contact,
    buyerIp: input.buyerIp,
    buyerDevice: input.buyerDevice,
    buyer: input.buyer,
    metadata: input.metadata,
    returnUrl: input.returnUrl,
    attemptCount: 0,
    refundCount: 0,
    hasManualContent: false,
    checkoutSecretHash: input.checkoutSecretHash,
    version: 1,
    timeline: [{ sequence: 1, at, what: 'created', actor: 'merchant' }],
    createdAt: at,
    updatedAt: at,
    expiresAt: new Date(now.getTime() + input.expiresInSeconds * 1000).toISOString(),
  };
};
