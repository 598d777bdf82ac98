import type { RoutingRequest } from './candidate.ts';
import { mayTake } from './constraints/may-take.ts';
import {
  type GivenSuccess,
  type HealthView,
  type Knowledge,
  NO_KNOWLEDGE,
  priorLogit,
  viewHealth,
} from './knowledge.ts';
import { calibrated } from './model/calibration.ts';
import {
  CHANNEL_FEATURES,
  FEATURE_COUNT,
  newContextValues,
  type PaymentContext,
  placeChannel,
  placeShared,
  readContext,
} from './model/features.ts';
import { logistic, logitOf, sumWeights } from './model/success-model.ts';
import type { Portfolio, PreparedChannel } from './portfolio.ts';
import { chooseFirst, type First } from './rank/choose-first.ts';
import { priorityLot } from './rank/priority-lot.ts';
import { shareOfFirst } from './rank/priority-share.ts';
import { sortPlaces } from './rank/sort-places.ts';
import {
  channelFacts,
  contextOf,
  paymentFacts,
  readyRequest,
  type Writable,
} from './request-views.ts';
import type { RoutingSettings } from './routing-settings.ts';
import { type CompiledRules, newRuleEffects, type RuleEffects } from './rules/compile-rules.ts';
import type { ChannelFacts } from './rules/facts.ts';
import { feeOf, fillTerms, loadLogit, TERM_COUNT } from './utility/terms.ts';

/** How the order came about: by what was learned, or by the merchant's own order. */
export type DecidedBy = 'best' | 'priority';

/**
 * One decision as numbers. Channels are places in the portfolio; arrays belong to the decider and hold until its next
 * decision.
 */
export interface Decision {
  /** Places of the channels to try, best first. */
  readonly order: readonly number[];
  readonly by: DecidedBy;
  readonly first: First;
  /** Probability with which this channel came first, given the shares that rules with `split` drew. */
  readonly propensity: number;
  /** By channel: whether it may be used. */
  readonly eligible: Uint8Array;
  /** By channel: log odds assumed before anything was learned, load included. */
  readonly priorLogits: Float64Array;
  /** By channel: success by the model alone, and with health. */
  readonly modelP: Float64Array;
  readonly p: Float64Array;
  readonly utility: Float64Array;
  /** By channel and term: see TERMS. */
  readonly terms: Float64Array;
  /** By channel: lower goes first, whatever the utility. */
  readonly tiers: Float64Array;
  readonly rules: RuleEffects;
}

export interface Decider {
  readonly portfolio: Portfolio;
  readonly knowledge: Knowledge;
  readonly rules: CompiledRules | undefined;
  readonly settings: RoutingSettings;
  readonly health: HealthView;
  decide(request: RoutingRequest, random: () => number): Decision;
}

/** Tries whose share of a method's prior is kept while weights are missing. */
const RATE_PRIOR_TRIES = 20;
/** A channel with less of its usual success than this competes with the backups. */
export const IMPAIRED_BELOW = 0.5;
/** Channels that an operator forces come before all that rules have placed. */
const FORCED_TIER = -2_000_000;
/** Rules place channels above this tier. */
const FORCED_BELOW = -1_500_000;
export const isForcedTier = (tier: number): boolean => tier < FORCED_BELOW;
/** Broken channels come after all others; they are never left out. */
const BROKEN_TIER = 1_000;

/**
 * Makes the decisions of one moment: accounts, rules and what was learned, put together once and used for many
 * payments. A decision is pure arithmetic on prepared arrays: hard limits, then the merchant's rules, then the utility
 * of each channel, then their order.
 *
 * Without a snapshot the merchant's own order of channels decides; without weights, success rates by method do.
 */
export const createDecider = (options: {
  readonly portfolio: Portfolio;
  readonly knowledge: Knowledge;
  readonly rules?: CompiledRules;
  readonly settings: RoutingSettings;
}): Decider => {
  const { portfolio, knowledge, rules, settings } = options;
  const { channels } = portfolio;
  const count = channels.length;
  const health = viewHealth(portfolio, settings.strategy === 'fixed' ? NO_KNOWLEDGE : knowledge);
  const by: DecidedBy =
    settings.strategy === 'best' && (knowledge.snapshot ?? knowledge.given) !== undefined
      ? 'best'
      : 'priority';
  const values = newContextValues();
  const places = new Int32Array(FEATURE_COUNT);
  const eligible = new Uint8Array(count);
  const modelP = new Float64Array(count);
  const p = new Float64Array(count);
  const utility = new Float64Array(count);
  const terms = new Float64Array(count * TERM_COUNT);
  const tiers = new Float64Array(count);
  const lots = new Float64Array(count);
  const effects = newRuleEffects(count);
  const facts = channels.map(channelFacts);
  const forced = forcedPlaces(portfolio, settings);
  const forcedFrom = Date.parse(settings.forced?.at ?? '');
  const forcedUntil = settings.forced?.until
    ? Date.parse(settings.forced.until)
    : Number.POSITIVE_INFINITY;
  const logits = new Map<string, Float64Array>();

  const priorsOf = (method: string): Float64Array => {
    const known = logits.get(method);
    if (known) return known;
    const made = Float64Array.from(channels, (channel, index) => {
      const load = (health.perSecond[index] ?? 0) / channel.maxPerSecond;
      const prior = priorLogit(knowledge, channel.provider, method) + loadLogit(load);
      if (knowledge.weights) return prior;
      const [tries, paid] = health.methods[index]?.get(method) ?? [0, 0];
      const assumed = RATE_PRIOR_TRIES * logistic(prior);
      return logitOf((paid + assumed) / (tries + RATE_PRIOR_TRIES));
    });
    logits.set(method, made);
    return made;
  };

  /** Success as it was logged; channels that could not be chosen then cannot be now. */
  const recall = (given: GivenSuccess): void => {
    for (let index = 0; index < count; index += 1) {
      const success = given.get((channels[index] as PreparedChannel).id);
      if (success === undefined) eligible[index] = 0;
      modelP[index] = success ?? 0;
      p[index] = success ?? 0;
    }
  };

  const predict = (context: PaymentContext): void => {
    const { weights, snapshot } = knowledge;
    const calibration = snapshot?.calibration;
    const priors = priorsOf(context.method);
    readContext(context, values);
    placeShared(values, places, CHANNEL_FEATURES);
    const shared = weights ? sumWeights(weights, places.subarray(CHANNEL_FEATURES)) : 0;
    for (let index = 0; index < count; index += 1) {
      if (eligible[index] === 0) continue;
      const { salts, id } = channels[index] as PreparedChannel;
      let logit = (priors[index] ?? 0) + shared;
      if (weights) {
        placeChannel(salts, values, context.preferredChannelId === id, places);
        for (let kind = 0; kind < CHANNEL_FEATURES; kind += 1) {
          logit += weights[places[kind] ?? 0] ?? 0;
        }
      }
      modelP[index] = logistic(logit);
      const predicted = weights && calibration ? calibrated(calibration, logit) : logistic(logit);
      const factor = health.factors[index] ?? 1;
      p[index] = predicted * factor * (health.issuers[index]?.get(context.issuer) ?? 1);
    }
  };

  const applyRules = (context: PaymentContext, request: RoutingRequest, uniform: number): void => {
    if (!rules) return;
    for (let index = 0; index < count; index += 1) {
      const fact = facts[index] as Writable<ChannelFacts>;
      fact.feeMinor = feeOf(channels[index] as PreparedChannel, context.amountMinor);
      fact.preferred = context.preferredChannelId === fact.id;
    }
    if (rules.needsRanks) rankFacts();
    rules.apply(paymentFacts(context, request), facts, uniform, effects);
    for (let index = 0; index < count; index += 1) {
      if ((effects.excludedBy[index] ?? -1) >= 0) eligible[index] = 0;
    }
  };

  /** Ranks by fee and by recent success among the eligible: 1 is the best, equals share a rank. */
  const rankFacts = (): void => {
    for (let index = 0; index < count; index += 1) {
      const fact = facts[index] as Writable<ChannelFacts>;
      fact.feeRank = 1;
      fact.successRank = 1;
      if (eligible[index] === 0) continue;
      const { feeMinor } = fact;
      const success = p[index] ?? 0;
      for (let other = 0; other < count; other += 1) {
        if (eligible[other] === 0) continue;
        if ((facts[other] as ChannelFacts).feeMinor < feeMinor) fact.feeRank += 1;
        if ((p[other] ?? 0) > success) fact.successRank += 1;
      }
    }
  };

  const weigh = (context: PaymentContext, now: number): void => {
    for (let index = 0; index < count; index += 1) {
      if (eligible[index] === 0) continue;
      const channel = channels[index] as PreparedChannel;
      utility[index] = fillTerms(
        channel,
        settings,
        {
          amountMinor: context.amountMinor,
          p: p[index] ?? 0,
          riskLevel: context.riskLevel,
          perSecond: health.perSecond[index] ?? 0,
          waitDays: health.waitDays[index] ?? 0,
          bonusPercent: rules ? (effects.bonusPercent[index] ?? 0) : 0,
        },
        terms,
        index * TERM_COUNT,
      );
      tiers[index] = tierOf(index, channel, now);
    }
  };

  const tierOf = (index: number, channel: PreparedChannel, now: number): number => {
    const openedAt = health.openedAt[index] ?? Number.NaN;
    if (openedAt <= now) return BROKEN_TIER;
    const place = forced[index] ?? -1;
    if (place >= 0 && forcedFrom <= now && now < forcedUntil) return FORCED_TIER + place;
    const impaired = (health.factors[index] ?? 1) < IMPAIRED_BELOW;
    return (rules ? (effects.tier[index] ?? 0) : 0) + (channel.backup || impaired ? 0.5 : 0);
  };

  /** While an operator says what comes first, nothing is drawn in order to learn. */
  const isForced = (first: number | undefined): boolean =>
    first !== undefined && isForcedTier(tiers[first] ?? 0);

  /** How likely the first of an order is when nothing is drawn in order to learn. */
  const alone = (order: readonly number[]): number =>
    by === 'best' ? 1 : shareOfFirst(order, { channels, tiers });

  return {
    portfolio,
    knowledge,
    rules,
    settings,
    health,
    decide: (request, random) => {
      const ready = readyRequest(request);
      for (let index = 0; index < count; index += 1) {
        eligible[index] = mayTake(channels[index] as PreparedChannel, ready) ? 1 : 0;
      }
      const context = contextOf(request, ready);
      if (knowledge.given) recall(knowledge.given);
      else predict(context);
      applyRules(context, request, random());
      weigh(context, ready.nowMillis);
      const order: number[] = [];
      for (let index = 0; index < count; index += 1) if (eligible[index] === 1) order.push(index);
      if (by === 'priority') {
        for (const index of order)
          lots[index] = priorityLot(channels[index] as PreparedChannel, random());
      }
      sortPlaces(order, { tiers, by, utility, lots, channels });
      const first =
        by === 'best' && request.triedChannelIds.length === 0 && !isForced(order[0])
          ? chooseFirst(order, { channels, tiers, health, settings, random }, ready)
          : { first: 'best' as const, propensity: alone(order) };
      return {
        order,
        by,
        first: first.first,
        propensity: first.propensity,
        eligible,
        priorLogits: priorsOf(request.method),
        modelP,
        p,
        utility,
        terms,
        tiers,
        rules: effects,
      };
    },
  };
};

/** Place of each channel in an operator's order, -1 for those that are not in it. */
const forcedPlaces = ({ channels }: Portfolio, { forced }: RoutingSettings): Int16Array => {
  const ids: readonly string[] = forced?.channelIds ?? [];
  return Int16Array.from(channels, ({ id }) => ids.indexOf(id));
};
