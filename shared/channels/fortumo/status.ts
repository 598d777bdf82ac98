import type { ProviderStatus } from '../../domain/callbacks/notification.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';

const look = <Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

/** `transaction_state`: those of payment callbacks and those of the detailed revenue report. */
const TRANSACTION: Readonly<Record<string, ProviderStatus>> = {
  new: 'pending',
  pending_charge: 'pending',
  charged: 'succeeded',
  failed: 'failed',
};

export const transactionStatus = (word: string): ProviderStatus =>
  look(TRANSACTION, word) ?? 'unknown';

/**
 * How far a buyer's consent has come, by `authorisation_state`:
 * `session`: Fortumo waits for the PIN; `verified`: it was right, and the charge is ours to ask for; the others end it.
 */
export type Consent = 'session' | 'verified' | 'failed' | 'invalidated';

const AUTHORISATION: Readonly<Record<string, Consent>> = {
  new: 'session',
  pending: 'session',
  verified: 'verified',
  failed: 'failed',
  invalidated: 'invalidated',
};

/** `undefined`: it changes nothing (`confirmed`: the PIN is being checked), or nobody knows the word. */
export const consentOf = (word: string): Consent | undefined => look(AUTHORISATION, word);

export const isAuthorisationWord = (word: string): boolean =>
  word === 'confirmed' || consentOf(word) !== undefined;

/** `refund_status`. */
const REFUND = {
  new: 'pending',
  pending: 'pending',
  refunded: 'succeeded',
  failed: 'failed',
} as const;

export const refundStatus = (word: string): 'pending' | 'succeeded' | 'failed' | 'unknown' =>
  look(REFUND, word) ?? 'unknown';

/** HTTP statuses of refusals. The codes in callbacks (`ERR_701`) are explained in no public document. */
const REFUSALS: Readonly<Record<number, FailureReason>> = {
  401: 'invalid_credentials',
  403: 'invalid_credentials',
  429: 'rate_limited',
};

export const refusalReason = (status: number): FailureReason =>
  REFUSALS[status] ?? 'provider_refused';

/** Refusals that say nothing about the payment: it can be asked for again. */
export const isPassing = (reason: FailureReason): boolean =>
  reason === 'invalid_credentials' || reason === 'rate_limited';
