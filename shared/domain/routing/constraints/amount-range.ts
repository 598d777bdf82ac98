import { type Money, money } from '#shared/domain/money/money.ts';
import type { Candidate, RoutableChannel } from '../candidate.ts';

/**
 * Smallest and largest payment a channel takes, in its currency: the narrower of the account's own limits and the
 * protocol's.
 */
export const amountRange = ({
  channel,
  capabilities,
}: {
  readonly channel: Pick<RoutableChannel, 'currency' | 'minAmount' | 'maxAmount'>;
  readonly capabilities: Candidate['capabilities'];
}): { readonly min: Money; readonly max: Money | undefined } => {
  const mins = [1n, channel.minAmount?.minor, capabilities?.amountMinor.min];
  const maxes = [channel.maxAmount?.minor, capabilities?.amountMinor.max].filter(
    (minor) => minor !== undefined,
  );
  const min = mins.reduce<bigint>((a, b) => (b !== undefined && b > a ? b : a), 1n);
  const max = maxes.reduce<bigint | undefined>(
    (a, b) => (a === undefined || b < a ? b : a),
    undefined,
  );
  return {
    min: money(channel.currency, min),
    max: max === undefined ? undefined : money(channel.currency, max),
  };
};
