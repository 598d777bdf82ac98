import type { Currency, Money } from '#shared/domain/money/money.ts';
import { money } from '#shared/domain/money/money.ts';
import type { RoutingRequest } from '../candidate.ts';
import { eligible } from '../constraints/eligible.ts';
import { type Decider, type Decision, isForcedTier } from '../decide.ts';
import type { PreparedChannel } from '../portfolio.ts';
import { explainRules } from '../rules/explain-rules.ts';
import { TERM_COUNT, TERMS, type Term } from '../utility/terms.ts';
import { explain, type Reason } from './explain.ts';
import type { Ground } from './finding.ts';

/** What routing thought of one channel. */
export interface CandidateDecision {
  readonly channelId: string;
  readonly eligible: boolean;
  /** Why it may not be used, or why it stands where it stands. Never empty. */
  readonly reasons: readonly Reason[];
  /** Expected success; only for eligible channels. */
  readonly p?: number;
  /** Every cost and gain in minor units, and their sum; only for eligible channels. */
  readonly terms?: Readonly<Record<Term, number>>;
  readonly utility?: number;
}

/** Puts a decision into words: those of its order first, then the channels that may not be used. */
export const explainDecision = (
  decider: Decider,
  request: RoutingRequest,
  decision: Decision,
): readonly CandidateDecision[] => {
  const { channels } = decider.portfolio;
  const ranked = decision.order.map((place) => explainEligible(decider, request, decision, place));
  const refused = channels.flatMap((channel, place) =>
    decision.eligible[place] === 1
      ? []
      : [
          {
            channelId: channel.id,
            eligible: false,
            reasons: refusalReasons(decider, request, decision, place),
          },
        ],
  );
  return [...ranked, ...refused];
};

/** Why one channel of the order stands where it stands. */
export const explainEligible = (
  decider: Decider,
  request: RoutingRequest,
  decision: Decision,
  place: number,
): CandidateDecision => {
  const channel = decider.portfolio.channels[place] as PreparedChannel;
  const { forced } = decider.settings;
  const isForced =
    isForcedTier(decision.tiers[place] ?? 0) && forced?.channelIds.some((id) => id === channel.id);
  const grounds: Ground[] = [
    ...(isForced && forced ? [{ code: 'forced' as const, reason: forced.reason }] : []),
    ...(decision.by === 'best'
      ? learnedGrounds(decider, request, decision, place)
      : priorityGrounds(decider, decision, place)),
  ];
  return {
    channelId: channel.id,
    eligible: true,
    reasons: [
      ...grounds.map(explain),
      ...(decider.rules ? explainRules(decider.rules, decision.rules, place) : []),
    ],
    p: decision.p[place] ?? 0,
    terms: termsOf(decision, place),
    utility: decision.utility[place] ?? 0,
  };
};

const refusalReasons = (
  decider: Decider,
  request: RoutingRequest,
  decision: Decision,
  place: number,
): readonly Reason[] => {
  const { candidate } = decider.portfolio.channels[place] as PreparedChannel;
  const verdict = eligible(candidate, request);
  return [
    ...(verdict.kind === 'ineligible' ? verdict.obstacles.map(explain) : []),
    ...(decider.rules ? explainRules(decider.rules, decision.rules, place) : []),
  ];
};

export const termsOf = ({ terms }: Decision, place: number): Record<Term, number> =>
  Object.fromEntries(
    TERMS.map((term, index) => [term, terms[place * TERM_COUNT + index] ?? 0]),
  ) as Record<Term, number>;

const learnedGrounds = (
  { portfolio, health }: Decider,
  request: RoutingRequest,
  decision: Decision,
  place: number,
): Ground[] => {
  const channel = portfolio.channels[place] as PreparedChannel;
  const { currency } = request.amount;
  const { fee, withdrawal, hidden, capital } = termsOf(decision, place);
  const p = decision.p[place] ?? 0;
  const profit = decision.utility[place] ?? 0;
  const factor = health.factors[place] ?? 1;
  const openedAt = health.openedAt[place] ?? Number.NaN;
  const issuerFactor = health.issuers[place]?.get(request.issuer ?? '');
  const perSecond = health.perSecond[place] ?? 0;
  const capLeft = channel.capMinor - channel.reservedMinor;
  const grounds: (Ground | false)[] = [
    decision.order[0] === place && decision.first !== 'best' && { code: decision.first },
    { code: channel.backup ? 'backup_channel' : 'main_channel' },
    openedAt <= request.now.getTime() && {
      code: 'broken',
      since: new Date(openedAt).toISOString(),
    },
    { code: 'expected_success', p, usual: decision.modelP[place] ?? 0 },
    factor < 0.9 && { code: 'impaired', factor },
    issuerFactor !== undefined && {
      code: 'issuer_impaired',
      issuer: request.issuer ?? '',
      factor: issuerFactor,
    },
    {
      code: 'expected_cost',
      cost: rounded(currency, p > 0 ? -(fee + withdrawal + hidden + capital) / p : 0),
    },
    { code: 'expected_profit', profit: rounded(currency, Math.abs(profit)), loss: profit < -0.5 },
    perSecond > 0.85 * channel.maxPerSecond && {
      code: 'near_contract_rate',
      perSecond,
      max: channel.maxPerSecond,
    },
    capLeft < 0.15 * channel.capMinor && {
      code: 'near_daily_cap',
      left: rounded(currency, capLeft),
    },
  ];
  return grounds.filter((ground) => ground !== false);
};

const rounded = (currency: Currency, minor: number): Money =>
  money(currency, BigInt(Math.max(0, Math.round(minor))));

const priorityGrounds = (
  { portfolio, health }: Decider,
  decision: Decision,
  place: number,
): Ground[] => {
  const { candidate, backup } = portfolio.channels[place] as PreparedChannel;
  const { priority, weight } = candidate.channel;
  const peers = decision.order.filter((other) => {
    const peer = portfolio.channels[other] as PreparedChannel;
    return peer.backup === backup && peer.candidate.channel.priority === priority;
  });
  const totalWeight = peers.reduce(
    (sum, peer) => sum + (portfolio.channels[peer]?.candidate.channel.weight ?? 0),
    0,
  );
  const share: Ground =
    peers.length === 1
      ? { code: 'only_of_its_priority' }
      : weight > 0
        ? { code: 'weight_share', weight, totalWeight }
        : { code: 'weight_zero' };
  const openedAt = health.openedAt[place] ?? Number.NaN;
  return [
    { code: backup ? 'backup_channel' : 'main_channel' },
    ...(Number.isNaN(openedAt)
      ? []
      : [{ code: 'broken' as const, since: new Date(openedAt).toISOString() }]),
    { code: 'priority', priority },
    share,
  ];
};
