import { feeOf } from '../utility/terms.ts';
import type { ChannelShares, DecisionPolicy } from './redecide.ts';
import type { Policies, Replayed } from './replayed.ts';

export interface ChannelChange {
  readonly channelId: string;
  /** Expected share of first choices, and fees of those that are paid, in minor units. */
  readonly present: { readonly share: number; readonly feesMinor: number };
  readonly draft: { readonly share: number; readonly feesMinor: number };
}

/** What each channel gets under either policy, in the order of their ids. Fees are those of the policy. */
export const changesByChannel = (
  replays: readonly Replayed[],
  { present, draft }: Policies,
): ChannelChange[] => {
  const before = sumByChannel(replays, present, (replayed) => replayed.present.first);
  const after = sumByChannel(replays, draft, (replayed) => replayed.draft.first);
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((channelId) => ({
    channelId,
    present: before.get(channelId) ?? NOTHING,
    draft: after.get(channelId) ?? NOTHING,
  }));
};

const NOTHING = { share: 0, feesMinor: 0 };

const sumByChannel = (
  replays: readonly Replayed[],
  { portfolio }: DecisionPolicy,
  sharesOf: (replayed: Replayed) => ChannelShares,
): ReadonlyMap<string, ChannelChange['present']> => {
  const sums = new Map<string, { share: number; feesMinor: number }>();
  for (const replayed of replays) {
    const { amount, routing } = replayed.decision.attempt;
    for (const [channelId, share] of sharesOf(replayed)) {
      const channel = portfolio.channels[portfolio.indexes.get(channelId) ?? -1];
      const p = routing.candidates.find((candidate) => candidate.channelId === channelId)?.p ?? 0;
      const sum = sums.get(channelId) ?? { ...NOTHING };
      sum.share += share / replays.length;
      if (channel) sum.feesMinor += share * p * feeOf(channel, Number(amount.minor));
      sums.set(channelId, sum);
    }
  }
  return sums;
};
