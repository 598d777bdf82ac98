import type { Channel, PaymentMethod } from '../channels/channel.ts';
import { FAILURES } from '../channels/failures/failures.ts';
import type { Attempt } from './attempt.ts';

type TriedChannel = Pick<Channel, 'id' | 'upstream'>;

/**
 * How much an order's failed attempts speak against paying with `method` through `channel`; lower goes first.
 *
 * - 0: nothing.
 * - 1: another method failed there, or another account behind the same upstream, for a reason that holds here too.
 * - 2: this very way failed.
 *
 * What is worth a new try in the same place (cancelled, timed out, wrong code) speaks against nothing.
 */
export const earlierFailures = (
  attempts: readonly Attempt[],
  { channel, method }: { readonly channel: TriedChannel; readonly method: PaymentMethod },
  channels: readonly TriedChannel[],
): 0 | 1 | 2 => {
  let found: 0 | 1 = 0;
  for (const attempt of attempts) {
    const reason = lastingFailureOf(attempt);
    if (!reason) continue;
    if (attempt.channelId === channel.id && attempt.method === method) return 2;
    const { health } = FAILURES[reason];
    const upstream = channels.find(({ id }) => id === attempt.channelId)?.upstream;
    if (attempt.channelId === channel.id && health === 'account') found = 1;
    if (upstream === channel.upstream && health === 'upstream') found = 1;
  }
  return found;
};

/** Channels that failed for this very way to pay, and would most likely fail again. */
export const spentChannelIds = (
  attempts: readonly Attempt[],
  method: PaymentMethod,
): readonly Channel['id'][] =>
  attempts
    .filter((attempt) => attempt.method === method && lastingFailureOf(attempt) !== undefined)
    .map(({ channelId }) => channelId);

const lastingFailureOf = (attempt: Attempt): Attempt['failureReason'] => {
  const reason = failureOf(attempt);
  return reason && FAILURES[reason].retry !== 'same_channel_new_try' ? reason : undefined;
};

/** Why an attempt did not bring its money; `undefined` while it may, and when it did after all. */
export const failureOf = ({ state, failureReason }: Attempt): Attempt['failureReason'] =>
  state === 'failed' || state === 'closed' ? failureReason : undefined;
