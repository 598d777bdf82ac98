import type { ProviderStatus } from '../../domain/callbacks/notification.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';

/** `paymentStatus` (Carrier Billing 0.5). `reserved` waits for our confirmation, `pending_validation` for the buyer's code. */
const PAYMENT: Readonly<Record<string, ProviderStatus>> = {
  processing: 'pending',
  pending_validation: 'pending',
  reserved: 'pending',
  succeeded: 'succeeded',
  denied: 'failed',
  cancelled: 'closed',
};

/** `refundStatus` (Carrier Billing Refund 0.3). */
const REFUND = { processing: 'pending', succeeded: 'succeeded', denied: 'failed' } as const;

export const paymentStatus = (word: string): ProviderStatus =>
  Object.hasOwn(PAYMENT, word) ? (PAYMENT[word] ?? 'unknown') : 'unknown';

export const refundStatus = (word: string): 'pending' | 'succeeded' | 'failed' | 'unknown' =>
  Object.hasOwn(REFUND, word) ? REFUND[word as keyof typeof REFUND] : 'unknown';

/** The last part of an event's `type`; all of them only say that there is something to ask about. */
const EVENTS: Readonly<Record<string, ProviderStatus>> = {
  'payment-completed': 'pending',
  'payment-denied': 'pending',
  'payment-reserved': 'pending',
  'payment-pending-validation': 'pending',
  'payment-cancelled': 'pending',
};

export const eventStatus = (word: string): ProviderStatus =>
  Object.hasOwn(EVENTS, word) ? (EVENTS[word] ?? 'unknown') : 'unknown';

/** `code` of errors. */
const CODES: Readonly<Record<string, FailureReason>> = {
  UNAUTHENTICATED: 'invalid_credentials',
  PERMISSION_DENIED: 'account_suspended',
  'CARRIER_BILLING.PAYMENT_DENIED': 'declined',
  'CARRIER_BILLING.UNAUTHORIZED_AMOUNT': 'amount_out_of_range',
  'CARRIER_BILLING.USER_AMOUNT_THRESHOLD_OVERPASSED': 'insufficient_funds',
  'CARRIER_BILLING.INVALID_CODE': 'authentication_failed',
  'CARRIER_BILLING.INVALID_AUTHORIZATION_ID': 'authentication_failed',
  'CARRIER_BILLING.VALIDATION_FAILED': 'authentication_failed',
  'CARRIER_BILLING.PAYMENT_CANCELLED': 'buyer_cancelled',
  IDENTIFIER_NOT_FOUND: 'instrument_expired',
  MISSING_IDENTIFIER: 'instrument_expired',
  UNNECESSARY_IDENTIFIER: 'invalid_credentials',
  SERVICE_NOT_APPLICABLE: 'method_unavailable',
  TOO_MANY_REQUESTS: 'rate_limited',
  OUT_OF_RANGE: 'amount_out_of_range',
  INVALID_SINK: 'invalid_credentials',
};

export const refusalReason = (code: string): FailureReason =>
  (Object.hasOwn(CODES, code) ? CODES[code] : undefined) ?? 'provider_refused';
