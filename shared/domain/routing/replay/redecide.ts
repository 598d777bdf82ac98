import type { RoutingRequest } from '../candidate.ts';
import { createDecider, type Decider } from '../decide.ts';
import type { HealthSnapshot } from '../learning/health-snapshot.ts';
import type { Portfolio, PreparedChannel } from '../portfolio.ts';
import { firstShares, type Shares } from '../rank/first-shares.ts';
import type { RoutingSettings } from '../routing-settings.ts';
import type { CompiledRules } from '../rules/compile-rules.ts';
import { DEFAULT_TIME_ZONE } from '../rules/rule-set-schema.ts';
import { type PastDecision, requestOf } from './past-decision.ts';
import { pastKnowledge } from './past-knowledge.ts';

/** A way to decide: what is in force, or a draft. */
export interface DecisionPolicy {
  readonly portfolio: Portfolio;
  readonly rules: CompiledRules | undefined;
  readonly settings: RoutingSettings;
  /** What is known today of how much money channels take. */
  readonly latest: HealthSnapshot | undefined;
}

/** By channel id: how likely it comes first. What is missing to 1 is no channel at all. */
export type ChannelShares = ReadonlyMap<string, number>;

export interface Redecided {
  /** With the small shares that are drawn in order to learn. */
  readonly first: ChannelShares;
  /** Without them. */
  readonly chosen: ChannelShares;
}

/** Decides a past payment anew: what changes is the policy, not what was known. */
export const redecide = (past: PastDecision, policy: DecisionPolicy): Redecided => {
  const { decider, request } = pastDecider(past, policy);
  const { first, chosen } = firstShares(decider, request);
  const { channels } = decider.portfolio;
  return { first: byId(first, channels), chosen: byId(chosen, channels) };
};

/**
 * The decider of the payment path, put back to a past payment: the success that was logged is given to it. Channels are
 * those that could be chosen then, with their limits and fees as the policy has them.
 */
export const pastDecider = (
  past: PastDecision,
  { portfolio, rules, settings, latest }: DecisionPolicy,
): { readonly decider: Decider; readonly request: RoutingRequest } => {
  const { routing, createdAt } = past.attempt;
  const known = routing.candidates.map(({ channelId }) => channelId);
  return {
    decider: createDecider({
      portfolio: portfolioOf(portfolio, known),
      knowledge: pastKnowledge(routing, { at: new Date(createdAt), latest }),
      // An operator's hand is for the moment it was laid on: it says nothing of other days.
      settings: { ...settings, forced: undefined },
      rules,
    }),
    request: requestOf(past, rules?.timeZone ?? DEFAULT_TIME_ZONE),
  };
};

const portfolioOf = (portfolio: Portfolio, ids: readonly string[]): Portfolio => {
  const channels = portfolio.channels.filter(({ id }) => ids.includes(id));
  return { channels, indexes: new Map(channels.map(({ id }, index) => [id, index])) };
};

const byId = (shares: Shares, channels: readonly PreparedChannel[]): ChannelShares =>
  new Map([...shares].map(([place, share]) => [channels[place]?.id ?? '', share]));
