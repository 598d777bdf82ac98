import type { ProviderStatus } from '../../domain/callbacks/notification.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';

/** `order.status`. `APPROVED`: the buyer agreed, and nothing is charged before the capture. */
const ORDER: Readonly<Record<string, ProviderStatus>> = {
  CREATED: 'pending',
  SAVED: 'pending',
  APPROVED: 'pending',
  PAYER_ACTION_REQUIRED: 'pending',
  VOIDED: 'closed',
};

/** `capture.status`: what became of the money of a completed order. Paid back is paid before. */
const CAPTURE: Readonly<Record<string, ProviderStatus>> = {
  COMPLETED: 'succeeded',
  PARTIALLY_REFUNDED: 'succeeded',
  REFUNDED: 'succeeded',
  PENDING: 'pending',
  DECLINED: 'failed',
  FAILED: 'failed',
};

const REFUND = {
  COMPLETED: 'succeeded',
  PENDING: 'pending',
  FAILED: 'failed',
  CANCELLED: 'failed',
} as const;

const lookUp = <Value>(table: Readonly<Record<string, Value>>, word: string): Value | 'unknown' =>
  (Object.hasOwn(table, word) ? table[word] : undefined) ?? 'unknown';

export const orderStatus = (word: string): ProviderStatus => lookUp(ORDER, word);
export const captureStatus = (word: string): ProviderStatus => lookUp(CAPTURE, word);
export const refundStatus = (word: string) => lookUp(REFUND, word);

/** `dispute_outcome.outcome_code` of a resolved dispute, its `status` before. */
const DISPUTE = {
  OPEN: 'open',
  WAITING_FOR_BUYER_RESPONSE: 'open',
  WAITING_FOR_SELLER_RESPONSE: 'open',
  UNDER_REVIEW: 'open',
  APPEALED: 'open',
  RESOLVED_BUYER_FAVOUR: 'lost',
  RESOLVED_SELLER_FAVOUR: 'won',
  RESOLVED_WITH_PAYOUT: 'won',
  CANCELED_BY_BUYER: 'won',
  ACCEPTED: 'lost',
  DENIED: 'won',
} as const;

export const disputeStatus = (word: string) => lookUp(DISPUTE, word);

/** `details[0].issue` of an error, or its `name` (PayPal: Orders v2 and Payments v2 errors). */
const ISSUES: Readonly<Record<string, FailureReason>> = {
  AUTHENTICATION_FAILURE: 'invalid_credentials',
  NOT_AUTHORIZED: 'account_suspended',
  PERMISSION_DENIED: 'account_suspended',
  PAYEE_ACCOUNT_RESTRICTED: 'account_suspended',
  PAYEE_ACCOUNT_LOCKED_OR_CLOSED: 'account_suspended',
  PAYEE_ACCOUNT_NOT_VERIFIED: 'account_suspended',
  PAYEE_ACCOUNT_INVALID: 'invalid_credentials',
  RATE_LIMIT_REACHED: 'rate_limited',
  CURRENCY_NOT_SUPPORTED: 'currency_not_supported',
  CANNOT_BE_ZERO_OR_NEGATIVE: 'amount_out_of_range',
  MAX_VALUE_EXCEEDED: 'amount_out_of_range',
  DECIMAL_PRECISION: 'amount_out_of_range',
  TRANSACTION_LIMIT_EXCEEDED: 'limit_reached',
  RECEIVING_LIMIT_EXCEEDED: 'limit_reached',
  INSTRUMENT_DECLINED: 'declined',
  CARD_EXPIRED: 'instrument_expired',
  PAYER_ACCOUNT_RESTRICTED: 'risk_refused',
  PAYER_ACCOUNT_LOCKED_OR_CLOSED: 'instrument_expired',
  PAYER_CANNOT_PAY: 'risk_refused',
  TRANSACTION_REFUSED: 'risk_refused',
  COMPLIANCE_VIOLATION: 'goods_refused',
  PAYER_ACTION_REQUIRED: 'authentication_failed',
};

export const refusalReason = (issue: string): FailureReason =>
  (Object.hasOwn(ISSUES, issue) ? ISSUES[issue] : undefined) ?? 'provider_refused';
