import type { Name } from '../channel-names.ts';

/**
 * What may be tried after a failure, when it is certain that no money moved.
 *
 * - `other_channel_now`: the next channel, in the same request; the buyer notices nothing.
 * - `other_channel_by_buyer`: only when the buyer chooses: a machine that goes on would only repeat the same refusal, or
 *   would carry what one provider thinks is fraud to the accounts at all others.
 * - `same_channel_later`: another channel meets the same obstacle now; the same one may work in a while.
 * - `same_channel_new_try`: nothing is wrong with the channel; a new try there, under a new number.
 * - `never`: a person must change something first; trying it elsewhere does harm.
 */
export type FailureRetry =
  | 'other_channel_now'
  | 'other_channel_by_buyer'
  | 'same_channel_later'
  | 'same_channel_new_try'
  | 'never';

/**
 * Whom a failure speaks against, for routing's health.
 *
 * - `channel`: the account.
 * - `upstream`: everything behind the same gateway.
 * - `issuer`: the buyer's bank at this channel.
 * - `buyer`: nobody but the buyer.
 * - `account`: the merchant's setup; it stays so until a person acts.
 */
export type FailureHealth = 'channel' | 'upstream' | 'issuer' | 'buyer' | 'account';

/** What one reason means to routing and to people. */
export interface Failure {
  readonly retry: FailureRetry;
  readonly health: FailureHealth;
  /** What the buyer reads: what happened and what to do next. Names no provider and blames nobody. */
  readonly buyer: Name;
  /** What the merchant reads: what it means and what to do. */
  readonly merchant: Name;
}
