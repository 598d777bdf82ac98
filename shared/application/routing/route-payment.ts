import type { Channel } from '../../domain/channels/channel.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Candidate, RoutingRequest } from '../../domain/routing/candidate.ts';
import { createDecider, type Decider, type Decision } from '../../domain/routing/decide.ts';
import {
  type CandidateDecision,
  explainDecision,
} from '../../domain/routing/explain/explain-decision.ts';
import { type Knowledge, NO_KNOWLEDGE } from '../../domain/routing/knowledge.ts';
import { preparePortfolio } from '../../domain/routing/portfolio.ts';
import {
  DEFAULT_ROUTING_SETTINGS,
  type RoutingSettings,
} from '../../domain/routing/routing-settings.ts';
import type { CompiledRules } from '../../domain/routing/rules/compile-rules.ts';
import { localTime } from '../../domain/routing/rules/local-time.ts';
import { DEFAULT_TIME_ZONE } from '../../domain/routing/rules/rule-set-schema.ts';
import type { ChannelRegistry } from '../ports/channel-port.ts';
import type { CapReader, ChannelReader } from '../ports/channel-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import { candidatesOf } from './candidates-of.ts';
import { capsToday } from './caps-today.ts';

/** What the merchant wrote and what was learned, as far as a decision needs it. */
export interface RoutingGuidance {
  readonly rules: CompiledRules | undefined;
  /** A draft that is evaluated beside the active rules and decides nothing. */
  readonly shadow: CompiledRules | undefined;
  readonly settings: RoutingSettings;
  readonly knowledge: Knowledge;
}

/** On the payment path from memory, at most seconds old. Must never fail: what cannot be read is missing. */
export interface GuidanceReader {
  read(tenant: Tenant): Promise<RoutingGuidance>;
  /** This process recorded an attempt: it counts as load at once, and a later snapshot must show it. */
  noteAttempt(tenant: Tenant, attempt: { readonly channelId: string; readonly at: Date }): void;
}

export const NO_GUIDANCE: RoutingGuidance = {
  rules: undefined,
  shadow: undefined,
  settings: DEFAULT_ROUTING_SETTINGS,
  knowledge: NO_KNOWLEDGE,
};

export interface RoutePaymentDeps {
  /** On the payment path the cached reader, so that a payment costs no read of the table. */
  readonly channels: ChannelReader;
  /** Absent: the merchant's own order of channels decides. */
  readonly guidance?: GuidanceReader;
  /** What of today's caps is reserved, on the payment path as of some seconds ago: the reservation is the test. */
  readonly caps?: CapReader;
  readonly registry: ChannelRegistry;
  readonly runtime: Pick<Runtime, 'random'>;
}

/** What the decisions of one moment are made with: accounts, rules and what was learned, put together once. */
export interface RoutingMoment {
  readonly decider: Decider;
  /** Decides by the draft of the rules, for comparison. */
  readonly shadow: Decider | undefined;
  /** Where rules count hours and weekdays. */
  readonly timeZone: string;
  /** Every account of the tenant, by id. */
  readonly channels: ReadonlyMap<string, Channel>;
}

export interface RoutedPayment extends Pick<RoutingMoment, 'decider' | 'channels'> {
  readonly request: RoutingRequest;
  readonly decision: Decision;
  readonly shadow: { readonly decider: Decider; readonly decision: Decision } | undefined;
  /** Channels to try, best first; empty when none may be used. */
  readonly order: readonly string[];
}

/** Reads what payments are routed with now. On the payment path all of it comes from memory. */
export const openRouting = async (
  deps: Omit<RoutePaymentDeps, 'runtime'>,
  tenant: Tenant,
  now: Date,
): Promise<RoutingMoment> => {
  const [channels, guidance] = await Promise.all([
    deps.channels.list(tenant),
    deps.guidance?.read(tenant) ?? NO_GUIDANCE,
  ]);
  // Caps that cannot be read keep nobody from paying: the reservation cannot be wrong.
  const reserved = await (deps.caps && capsToday(deps.caps, tenant, channels, now))?.catch(
    () => undefined,
  );
  const candidates = await candidatesOf(deps.registry, channels, reserved);
  return {
    ...decidersOf(candidates, guidance),
    channels: new Map(channels.map((channel) => [channel.id, channel])),
  };
};

export const decidersOf = (
  candidates: readonly Candidate[],
  { rules, shadow, knowledge, settings }: RoutingGuidance,
): Omit<RoutingMoment, 'channels'> => {
  const portfolio = preparePortfolio(candidates);
  const deciderWith = (followed: CompiledRules | undefined): Decider =>
    createDecider({ portfolio, knowledge, settings, ...(followed ? { rules: followed } : {}) });
  return {
    decider: deciderWith(rules),
    shadow: shadow && deciderWith(shadow),
    timeZone: rules?.timeZone ?? DEFAULT_TIME_ZONE,
  };
};

/**
 * Finds the channels a payment may take, best first. Writes nothing: whoever sends the payment reserves the cap of the
 * channel it takes.
 */
export const routePayment = async (
  deps: RoutePaymentDeps,
  tenant: Tenant,
  request: RoutingRequest,
): Promise<RoutedPayment> =>
  routeIn(await openRouting(deps, tenant, request.now), request, deps.runtime.random);

/** The same with what was read before. What it returns holds until the next decision of the moment. */
export const routeIn = (
  { decider, shadow, timeZone, channels }: RoutingMoment,
  request: RoutingRequest,
  random: () => number,
): RoutedPayment => {
  const timed = { ...request, ...localTime(request.now, timeZone) };
  const decision = decider.decide(timed, random);
  return {
    request: timed,
    decider,
    decision,
    shadow: shadow && { decider: shadow, decision: shadow.decide(timed, random) },
    order: decision.order.map((place) => decider.portfolio.channels[place]?.id ?? ''),
    channels,
  };
};

/** What routing thought of every channel, in words. */
export const explainRouted = ({
  decider,
  request,
  decision,
}: RoutedPayment): readonly CandidateDecision[] => explainDecision(decider, request, decision);
