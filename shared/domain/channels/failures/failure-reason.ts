import { z } from 'zod';

/**
 * Why a payment did not happen: the same closed set for every provider. An adapter maps its provider's words to these;
 * words it does not know are `provider_refused` when the call was refused, and `declined` when the payment failed.
 */
export const failureReasonSchema = z.enum([
  /** The provider said no, in words that nobody has mapped. */
  'provider_refused',
  /** No connection was made. */
  'provider_unreachable',
  'provider_maintenance',
  /** Too many calls in a short time. */
  'rate_limited',
  /** The account's key, signature or number is not taken. */
  'invalid_credentials',
  /** The account may not take payments: banned, frozen, not approved, its prepaid fees used up. */
  'account_suspended',
  'amount_out_of_range',
  'currency_not_supported',
  /** The account's limit of a day or a month is reached; not a limit of the buyer's bank. */
  'limit_reached',
  /** The account does not have this way to pay, or not on this device. */
  'method_unavailable',
  /** The provider forbids selling these goods. */
  'goods_refused',
  /** The provider's risk control refused this buyer or this payment. */
  'risk_refused',
  /**
   * The number belongs to a payment that is over. A number that may belong to one that can still be paid is no failure:
   * that outcome is unknown.
   */
  'duplicate_order_number',
  /** The buyer's bank or wallet said no and did not say why. */
  'declined',
  /** The buyer has not enough money, or reached a limit of their bank or wallet. */
  'insufficient_funds',
  /** Wrong password or code, 3-D Secure or face check failed. */
  'authentication_failed',
  /** The card or wallet cannot be used: expired, blocked, lost, wrong number. */
  'instrument_expired',
  /** The buyer's bank or operator does not answer. */
  'issuer_unavailable',
  'buyer_cancelled',
  /** Nobody paid in time. */
  'expired',
]);
export type FailureReason = z.infer<typeof failureReasonSchema>;
