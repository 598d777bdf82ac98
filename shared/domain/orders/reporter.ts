import type { Attempt } from './attempt.ts';

/** Who says something about a payment: an account, as its channel. */
export interface Reporter {
  readonly channelId: string;
  /** Which of the channel's accounts it vouches for. Absent: the payment's own account was asked. */
  readonly accountVersions?: readonly number[];
}

/** What is said of a report by another channel. */
export const NOT_BELIEVED = 'another channel reported this payment; it was not believed';

/** Whether a payment is the reporter's own. Nobody else is believed about it. */
export const ownerOfReport = (
  attempt: Attempt,
  { channelId, accountVersions }: Reporter,
): 'own' | 'another_channel' | 'another_account' => {
  if (attempt.channelId !== channelId) return 'another_channel';
  return accountVersions?.includes(attempt.accountVersion ?? 1) === false
    ? 'another_account'
    : 'own';
};
