import { ID_PREFIXES, merchantIdSchema, orderIdSchema } from '../identity/ids.ts';
import type { Mode, Tenant } from '../identity/tenant.ts';

/**
 * The buyer's key to one order: mode, merchant, order and a secret, so that it is found without an index and cannot
 * be guessed. Only the secret's hash is stored.
 */
export interface CheckoutToken {
  readonly tenant: Tenant;
  readonly orderId: string;
  readonly secret: string;
}

const MODE_LETTER: Readonly<Record<Mode, string>> = { test: 't', live: 'l' };
const TOKEN = /^([tl])([0-9a-z]{26})([0-9a-z]{26})([A-Za-z0-9_-]{22,64})$/;

/** How long a checkout link opens its order after it was created. */
export const CHECKOUT_TOKEN_DAYS = 30;

const suffixOf = (id: string): string => id.slice(id.indexOf('_') + 1);

export const formatCheckoutToken = ({ tenant, orderId, secret }: CheckoutToken): string =>
  `${MODE_LETTER[tenant.mode]}${suffixOf(tenant.merchantId)}${suffixOf(orderId)}${secret}`;

/** Reads a token; `undefined` for anything that {@link formatCheckoutToken} did not make. */
export const parseCheckoutToken = (text: string): CheckoutToken | undefined => {
  const match = TOKEN.exec(text);
  if (!match) return undefined;
  const [, letter, merchant, order, secret] = match;
  const merchantId = merchantIdSchema.safeParse(`${ID_PREFIXES.merchant}_${merchant}`);
  const orderId = orderIdSchema.safeParse(`${ID_PREFIXES.order}_${order}`);
  if (!merchantId.success || !orderId.success || !secret) return undefined;
  return {
    tenant: { merchantId: merchantId.data, mode: letter === 't' ? 'test' : 'live' },
    orderId: orderId.data,
    secret,
  };
};

export const isCheckoutTokenExpired = (order: { createdAt: string }, now: Date): boolean =>
  now.getTime() - Date.parse(order.createdAt) > CHECKOUT_TOKEN_DAYS * 24 * 3600 * 1000;
