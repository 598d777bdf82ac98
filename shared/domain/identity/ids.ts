import { z } from 'zod';

/**
 * Identifiers are TypeIDs: a prefix that names the kind and 26 characters of Crockford base32 that hold a
 * UUIDv7, so that they sort by creation time (specification: jetify-com/typeid).
 */
export const ID_PREFIXES = {
  merchant: 'mer',
  apiKey: 'key',
  product: 'prod',
  cardBatch: 'bat',
  card: 'card',
  order: 'ord',
  attempt: 'att',
  refund: 'ref',
  channel: 'ch',
  callback: 'cb',
  event: 'evt',
  webhookEndpoint: 'we',
  request: 'req',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

const SUFFIX = '[0-7][0-9a-hjkmnp-tv-z]{25}';
const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

const idSchema = (kind: IdKind) => {
  const prefix = ID_PREFIXES[kind];
  return z
    .string()
    .regex(new RegExp(`^${prefix}_${SUFFIX}$`), `must be an id that starts with ${prefix}_`);
};

export const merchantIdSchema = idSchema('merchant');
export const apiKeyIdSchema = idSchema('apiKey');
export const productIdSchema = idSchema('product');
export const cardIdSchema = idSchema('card');
export const orderIdSchema = idSchema('order');
export const attemptIdSchema = idSchema('attempt');
export const refundIdSchema = idSchema('refund');
export const channelIdSchema = idSchema('channel');
export const callbackIdSchema = idSchema('callback');
export const eventIdSchema = idSchema('event');
export const webhookEndpointIdSchema = idSchema('webhookEndpoint');

/** Most attempts one order can have: they are numbered inside the order's id. */
export const MAX_ATTEMPTS_PER_ORDER = 99;
/** Most refunds one order can have: they are numbered likewise, from {@link FIRST_REFUND_NUMBER} on. */
export const MAX_REFUNDS_PER_ORDER = 99;
/** Some providers keep payments and refunds in one list of numbers, so the two must never be the same. */
const FIRST_REFUND_NUMBER = 512;

const suffixOf = (id: string): string => id.slice(id.indexOf('_') + 1);

/**
 * Turns a fresh TypeID into an order id: the last two characters (10 bits) become `00` and are left to number
 * the order's attempts. 64 random bits and the millisecond remain.
 */
export const toOrderId = (freshOrderId: string): string => `${freshOrderId.slice(0, -2)}00`;

/**
 * The id of an order's n-th attempt. It differs from the order's id in its last two characters only, so that a
 * provider's notification, which carries nothing but the attempt, leads to the order without an index.
 */
export const attemptIdOf = (orderId: string, attemptNumber: number): string => {
  if (attemptNumber < 1 || attemptNumber > MAX_ATTEMPTS_PER_ORDER) {
    throw new RangeError(`attempt number ${attemptNumber} is outside 1..${MAX_ATTEMPTS_PER_ORDER}`);
  }
  return `${ID_PREFIXES.attempt}_${numbered(orderId, attemptNumber)}`;
};

/** An order's suffix with a number from 0 to 1,023 in its last two characters. */
const numbered = (orderId: string, number: number): string =>
  `${suffixOf(orderId).slice(0, -2)}${BASE32[number >> 5]}${BASE32[number & 31]}`;

/** The order an attempt belongs to; inverse of {@link attemptIdOf}. */
export const orderIdOfAttempt = (attemptId: string): string =>
  `${ID_PREFIXES.order}_${suffixOf(attemptId).slice(0, -2)}00`;

/** The id of an order's n-th refund. */
export const refundIdOf = (orderId: string, refundNumber: number): string => {
  if (refundNumber < 1 || refundNumber > MAX_REFUNDS_PER_ORDER) {
    throw new RangeError(`refund number ${refundNumber} is outside 1..${MAX_REFUNDS_PER_ORDER}`);
  }
  return `${ID_PREFIXES.refund}_${numbered(orderId, FIRST_REFUND_NUMBER + refundNumber)}`;
};

/** The order a refund belongs to; inverse of {@link refundIdOf}. */
export const orderIdOfRefund = (refundId: string): string =>
  `${ID_PREFIXES.order}_${suffixOf(refundId).slice(0, -2)}00`;

/** The refund's number at the provider: 26 alphanumeric characters, like the payment's. */
export const providerRefundNumberOf = (refundId: string): string => suffixOf(refundId);

/**
 * The 26 alphanumeric characters that a provider sees as "merchant order number" (out_trade_no): accepted by
 * every provider's length and character rules.
 */
export const providerOrderNumberOf = (attemptId: string): string => suffixOf(attemptId);

/** Reads our attempt id back from a provider's order number; `undefined` when it was never one of ours. */
export const attemptIdFromProviderOrderNumber = (orderNumber: string): string | undefined => {
  const parsed = attemptIdSchema.safeParse(`${ID_PREFIXES.attempt}_${orderNumber}`);
  return parsed.success && !orderNumber.endsWith('00') ? parsed.data : undefined;
};

/** Reads our refund id back from a provider's refund number; `undefined` when it was never one of ours. */
export const refundIdFromProviderRefundNumber = (refundNumber: string): string | undefined => {
  const parsed = refundIdSchema.safeParse(`${ID_PREFIXES.refund}_${refundNumber}`);
  if (!parsed.success) return undefined;
  const [high = '', low = ''] = refundNumber.slice(-2);
  const number = BASE32.indexOf(high) * 32 + BASE32.indexOf(low);
  return number > FIRST_REFUND_NUMBER ? parsed.data : undefined;
};
