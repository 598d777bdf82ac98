import type { ProviderStatus } from '../../domain/callbacks/notification.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';

/** `txStatus` (the SDK's `TTxStatus`). `authorised`: the buyer agreed, nothing is charged yet. */
const STATUSES: Readonly<Record<string, ProviderStatus>> = {
  success: 'succeeded',
  processing: 'pending',
  init: 'pending',
  authorised: 'pending',
  failed: 'failed',
  authorisation_declined: 'failed',
  cancelled: 'closed',
};

export const txStatus = (word: string): ProviderStatus =>
  Object.hasOwn(STATUSES, word) ? (STATUSES[word] ?? 'unknown') : 'unknown';

export const refundStatus = (word: string): 'pending' | 'succeeded' | 'failed' | 'unknown' => {
  const status = txStatus(word);
  return status === 'closed' ? 'failed' : status;
};

/** Words in `reason`, from memory. */
const REASONS: readonly (readonly [RegExp, FailureReason])[] = [
  [/insufficient|balance/i, 'insufficient_funds'],
  [/limit/i, 'insufficient_funds'],
  [/risk|fraud|block/i, 'risk_refused'],
  [/cancel/i, 'buyer_cancelled'],
  [/expire|timeout/i, 'expired'],
  [/authenti|authoris/i, 'authentication_failed'],
];

export const failureReason = (reason: string): FailureReason =>
  REASONS.find(([words]) => words.test(reason))?.[1] ?? 'declined';

/** What a refused call means, by status and words. */
export const refusalReason = (status: number, message: string): FailureReason => {
  if (status === 401) return 'invalid_credentials';
  if (status === 403) return 'account_suspended';
  if (status === 429) return 'rate_limited';
  if (/amount/i.test(message)) return 'amount_out_of_range';
  if (/currency/i.test(message)) return 'currency_not_supported';
  return 'provider_refused';
};

export const saysNumberIsKnown = (message: string): boolean =>
  /already.?exist|duplicate/i.test(message);
