import type { ProviderStatus } from '../../domain/callbacks/notification.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';

/**
 * `payment_intent.status`. A failed try brings it back to `requires_payment_method`: the buyer may try again, so that is not
 * the end.
 */
const INTENT: Readonly<Record<string, ProviderStatus>> = {
  requires_payment_method: 'pending',
  requires_confirmation: 'pending',
  requires_action: 'pending',
  processing: 'pending',
  requires_capture: 'pending',
  succeeded: 'succeeded',
  canceled: 'closed',
};

/** `checkout.session`: `payment_status` when complete, `status` otherwise. */
const SESSION: Readonly<Record<string, ProviderStatus>> = {
  open: 'pending',
  unpaid: 'pending',
  paid: 'succeeded',
  expired: 'closed',
};

const REFUND = {
  pending: 'pending',
  requires_action: 'pending',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
} as const;

const DISPUTE = {
  warning_needs_response: 'open',
  warning_under_review: 'open',
  warning_closed: 'won',
  needs_response: 'open',
  under_review: 'open',
  won: 'won',
  lost: 'lost',
  prevented: 'won',
} as const;

const lookUp = <Value>(table: Readonly<Record<string, Value>>, word: string): Value | 'unknown' =>
  (Object.hasOwn(table, word) ? table[word] : undefined) ?? 'unknown';

export const intentStatus = (word: string): ProviderStatus => lookUp(INTENT, word);
export const sessionStatus = (word: string): ProviderStatus => lookUp(SESSION, word);
export const refundStatus = (word: string) => lookUp(REFUND, word);
export const disputeStatus = (word: string) => lookUp(DISPUTE, word);

/** The word of a session that decides: what was paid once it is complete, whether it is open before. */
export const sessionWord = ({
  status,
  payment_status,
}: {
  readonly status?: string | null;
  readonly payment_status?: string | null;
}): string => (status === 'complete' ? (payment_status ?? '') : (status ?? ''));

/** `decline_code` of cards (Stripe: "Decline codes"). */
const DECLINES: Readonly<Record<string, FailureReason>> = {
  insufficient_funds: 'insufficient_funds',
  card_velocity_exceeded: 'insufficient_funds',
  withdrawal_count_limit_exceeded: 'insufficient_funds',
  authentication_required: 'authentication_failed',
  incorrect_cvc: 'authentication_failed',
  incorrect_pin: 'authentication_failed',
  invalid_cvc: 'authentication_failed',
  expired_card: 'instrument_expired',
  incorrect_number: 'instrument_expired',
  invalid_account: 'instrument_expired',
  invalid_number: 'instrument_expired',
  lost_card: 'instrument_expired',
  stolen_card: 'instrument_expired',
  pickup_card: 'instrument_expired',
  restricted_card: 'instrument_expired',
  issuer_not_available: 'issuer_unavailable',
  processing_error: 'issuer_unavailable',
  try_again_later: 'issuer_unavailable',
  fraudulent: 'risk_refused',
  merchant_blacklist: 'risk_refused',
};

/** `code` of other errors (Stripe: "Error codes"). */
const CODES: Readonly<Record<string, FailureReason>> = {
  account_closed: 'account_suspended',
  account_invalid: 'invalid_credentials',
  api_key_expired: 'invalid_credentials',
  secret_key_required: 'invalid_credentials',
  platform_api_key_expired: 'invalid_credentials',
  amount_too_large: 'amount_out_of_range',
  amount_too_small: 'amount_out_of_range',
  testmode_charges_only: 'account_suspended',
  livemode_mismatch: 'invalid_credentials',
  payment_method_unactivated: 'method_unavailable',
  payment_intent_authentication_failure: 'authentication_failed',
  payment_method_provider_decline: 'declined',
  expired_card: 'instrument_expired',
  incorrect_cvc: 'authentication_failed',
  processing_error: 'issuer_unavailable',
  rate_limit: 'rate_limited',
  card_declined: 'declined',
};

export const refusalReason = ({
  status,
  code,
  declineCode,
}: {
  readonly status?: number;
  readonly code: string;
  readonly declineCode: string;
}): FailureReason | undefined => {
  if (Object.hasOwn(DECLINES, declineCode)) return DECLINES[declineCode];
  if (Object.hasOwn(CODES, code)) return CODES[code];
  if (declineCode !== '') return 'declined';
  if (status === 401) return 'invalid_credentials';
  if (status === 403) return 'method_unavailable';
  return status === 429 ? 'rate_limited' : undefined;
};
