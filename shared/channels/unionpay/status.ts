import type { ProviderStatus } from '../../domain/callbacks/notification.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';

/**
 * Answer codes (平台接入接口规范, part 5) with which a transaction failed: no money moved.
 *
 * Left out on purpose, and so `unknown`: 42 (charged after the time for it was over), 74 and 75 (charged, and the order's
 * side failed or is open), 45 and 46 (went back or was reversed), 12 (the number is known), 99 and every new one.
 */
const FAILURES: Readonly<Record<string, FailureReason>> = {
  '01': 'declined',
  '02': 'provider_maintenance',
  '06': 'rate_limited',
  '10': 'provider_refused',
  '11': 'invalid_credentials',
  '13': 'provider_refused',
  '30': 'declined',
  '31': 'account_suspended',
  '32': 'method_unavailable',
  '33': 'amount_out_of_range',
  '35': 'provider_refused',
  '36': 'provider_refused',
  '37': 'rate_limited',
  '38': 'risk_refused',
  '39': 'provider_maintenance',
  '40': 'instrument_expired',
  '43': 'method_unavailable',
  '44': 'instrument_expired',
  '60': 'declined',
  '61': 'instrument_expired',
  '62': 'declined',
  '63': 'instrument_expired',
  '64': 'insufficient_funds',
  '65': 'authentication_failed',
  '66': 'authentication_failed',
  '67': 'authentication_failed',
  '68': 'declined',
  '69': 'expired',
  '71': 'authentication_failed',
  '72': 'declined',
  '73': 'instrument_expired',
  '76': 'authentication_failed',
  '77': 'instrument_expired',
  '78': 'declined',
  '79': 'declined',
  '80': 'instrument_expired',
  '81': 'insufficient_funds',
  '82': 'authentication_failed',
  '86': 'insufficient_funds',
  '88': 'instrument_expired',
  '89': 'provider_refused',
};

const STATUSES: Readonly<Record<string, ProviderStatus>> = {
  '00': 'succeeded',
  // "Success with a flaw": the money came, and something beside it did not work, e.g. a discount.
  A6: 'succeeded',
  // "Accepted, ask later": also while the buyer is still at their bank.
  '05': 'pending',
  // "Forwarded, waits for the buyer" and "in work at the bank".
  '70': 'pending',
  '83': 'pending',
  // Timed out, and not known.
  '03': 'unknown',
  '04': 'unknown',
};

/** What became of a transaction, by its own answer code. */
export const transactionStatus = (code: string): ProviderStatus => {
  if (Object.hasOwn(STATUSES, code)) return STATUSES[code] ?? 'unknown';
  return Object.hasOwn(FAILURES, code) ? 'failed' : 'unknown';
};

/** Why it failed; `undefined` for codes that are no failure. */
export const failureReasonOf = (code: string): FailureReason | undefined =>
  Object.hasOwn(FAILURES, code) ? FAILURES[code] : undefined;

/** "No such transaction", which UnionPay also says of one that is on its way. */
export const NO_SUCH_TRANSACTION = '34';

/** The code from the SMS was wrong. */
export const isWrongCode = (code: string): boolean => code === '71';

/** Codes of 78-02 that mean that no card was opened under this number (yet). */
const NOT_OPENED: readonly string[] = ['34', '35', '40', '76', '77'];
export const isNotOpened = (code: string): boolean => NOT_OPENED.includes(code);

/** Refusals of a moment. */
const FOR_A_WHILE: readonly string[] = ['02', '06', '37', '39'];
export const isRefusedForNow = (code: string): boolean => FOR_A_WHILE.includes(code);

/** Refusals that an earlier call of the same refund would lead to: the payment's state or what is left of it has changed. */
const PERHAPS_DONE: readonly string[] = ['35', '36', '45'];
export const mayBeDoneAlready = (code: string): boolean => PERHAPS_DONE.includes(code);

const MENDABLE: readonly FailureReason[] = [
  'invalid_credentials',
  'account_suspended',
  'method_unavailable',
  'rate_limited',
  'provider_maintenance',
];

/** Why UnionPay refused to answer, when a person can mend that. */
export const mendableReason = (code: string): { reason?: FailureReason } => {
  const reason = failureReasonOf(code);
  return reason && MENDABLE.includes(reason) ? { reason } : {};
};
