import type { Candidate, RoutingRequest } from '#shared/domain/routing/candidate.ts';
import { createDecider, type Decider } from '#shared/domain/routing/decide.ts';
import { takeSnapshot } from '#shared/domain/routing/learning/health-snapshot.ts';
import { append, type Journal, newJournal, seal } from '#shared/domain/routing/learning/journal.ts';
import type { LearningEvent } from '#shared/domain/routing/learning/learning-event.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import {
  DEFAULT_ROUTING_SETTINGS,
  type RoutingSettings,
} from '#shared/domain/routing/routing-settings.ts';
import {
  type Attempt,
  type PaymentContext,
  type Router,
  type RouterFactory,
  TIMEOUT_MILLIS,
  type WorldFacts,
} from '../router.ts';
import { uniform } from '../world/random.ts';

/** As in production: the snapshot is read again after so long, weights are published so often. */
const SNAPSHOT_MILLIS = 1_500;
const WEIGHTS_MILLIS = 30_000;
const SEAL_MILLIS = 60_000;
const RISKS = ['low', 'medium', 'high'] as const;
const PRIOR = 0.7;

/**
 * The product itself: the decision module and the learner of production, driven by the virtual clock. Nothing here
 * decides or learns; it only speaks the bench's language on one side and production's on the other.
 */
export const arteria: RouterFactory = {
  name: 'arteria',
  reserves: true,
  failsOver: true,
  create: (facts, seed) => createArteria(facts, seed).router,
};

/** The router, and what it has learned. */
export const createArteria = (
  facts: WorldFacts,
  seed: number,
  /** Hears every event that is learned from. */
  listen: (event: LearningEvent) => void = () => {},
): { readonly router: Router; readonly journal: Journal } => {
  const settings = settingsOf(facts);
  const journal: Journal = newJournal();
  const predicted = new Float64Array(facts.channels.length);
  const priors = new Float64Array(facts.channels.length);
  let pending: LearningEvent[] = [];
  /** As in production: attempts of this process that the snapshot does not know yet. */
  let own: { channelId: string; at: number }[] = [];
  let weights: Float32Array | undefined;
  let [weightsAt, snapshotAt, sealedAt] = [0, 0, facts.startsAt];
  let decider: Decider | undefined;

  const learn = (now: number): Decider => {
    // Starts come by the same stream as results, and as late.
    const held = pending.findIndex(
      ({ kind, at }) => kind === 'started' && at > now - facts.lagMillis,
    );
    const heard =
      held < 0
        ? pending
        : pending.filter(({ kind, at }) => kind === 'ended' || at <= now - facts.lagMillis);
    append(journal, heard);
    for (const event of heard) listen(event);
    pending =
      held < 0
        ? []
        : pending.filter(({ kind, at }) => kind === 'started' && at > now - facts.lagMillis);
    if (now - sealedAt > SEAL_MILLIS) {
      seal(journal, now);
      sealedAt = now;
    }
    if (!weights || now - weightsAt > WEIGHTS_MILLIS) {
      weights = journal.current.model.weights.slice();
      weightsAt = now;
    }
    snapshotAt = now;
    const snapshot = takeSnapshot(journal.current, {
      now: Math.max(journal.current.upTo, now - facts.lagMillis),
      version: 1,
    });
    own = own.filter(({ at }) => at > snapshot.upTo);
    decider = createDecider({
      portfolio: preparePortfolio(candidatesOf(facts, now)),
      knowledge: {
        snapshot,
        own: [...own],
        weights,
        weightsVersion: 1,
        priors: new Map(facts.methods.map((method) => [`sim|${method}`, PRIOR])),
      },
      settings,
    });
    return decider;
  };

  const router: Router = {
    decide: (context, now, tried) => {
      const current = decider && now - snapshotAt < SNAPSHOT_MILLIS ? decider : learn(now);
      const request = requestOf(facts, context, now);
      let draw = 0;
      const decision = current.decide(
        {
          ...request,
          triedChannelIds: tried.map(({ channel }) => idOf(channel)),
          failedUpstreams: tried
            .filter(({ kind }) => kind === 'sync_error')
            .map(({ channel }) => facts.channels[channel]?.upstream ?? ''),
        },
        () => {
          draw += 1;
          return uniform(seed, 'faults', context.id, 50_000 + draw + 10 * tried.length);
        },
      );
      predicted.set(decision.modelP);
      priors.set(decision.priorLogits);
      return {
        order: decision.order,
        p: decision.p,
        propensity: decision.propensity,
        utility: decision.utility,
      };
    },
    onAttempt: (attempt) => {
      const { channel } = attempt;
      own.push({ channelId: idOf(channel), at: attempt.at });
      pending.push(startOf(facts, attempt, predicted[channel] ?? PRIOR, priors[channel] ?? 0));
    },
    onOutcome: ({ attemptId, at, kind }) => {
      pending.push({
        kind: 'ended',
        at,
        attemptId: String(attemptId).padStart(9, '0'),
        result: kind === 'sync_error' ? 'refused' : kind,
        blame: 'channel',
        stage: kind === 'paid' ? 'paid' : 'created',
      });
    },
  };
  return { router, journal };
};

/** Ids in the order of the bench's places, so that a place is the same on both sides. */
const idOf = (channel: number): string => `ch_${String(channel).padStart(4, '0')}`;

const settingsOf = ({ value }: WorldFacts): RoutingSettings => ({
  ...DEFAULT_ROUTING_SETTINGS,
  marginBasisPoints: value.marginBasisPoints,
  loyaltyMinor: value.loyaltyMinor,
  failureMinor: value.failureMinor,
  capitalBasisPointsPerDay: value.capitalBasisPointsPerDay,
});

const contextOf = (facts: WorldFacts, context: PaymentContext) => ({
  method: facts.methods[context.method] ?? '',
  device: facts.devices[context.device] ?? '',
  region: facts.regions[context.region] ?? '',
  issuer: facts.issuers[context.issuer] ?? '',
  hour: context.hour,
  riskLevel: RISKS[context.risk],
  preferredChannelId: context.preferred >= 0 ? idOf(context.preferred) : undefined,
});

const requestOf = (facts: WorldFacts, context: PaymentContext, now: number): RoutingRequest => {
  const { preferredChannelId, ...words } = contextOf(facts, context);
  return {
    ...(words as Pick<RoutingRequest, 'method' | 'device'> & typeof words),
    amount: { currency: 'CNY', minor: BigInt(context.amountMinor) },
    now: new Date(now),
    expiresAt: new Date(now + TIMEOUT_MILLIS),
    triedChannelIds: [],
    failedUpstreams: [],
    buyer: { paidOrders: context.returning ? 1 : 0, preferredChannelId },
  };
};

const startOf = (
  facts: WorldFacts,
  { id, context, channel, at }: Attempt,
  p: number,
  priorLogit: number,
): LearningEvent => ({
  kind: 'started',
  at,
  attemptId: String(id).padStart(9, '0'),
  channelId: idOf(channel),
  provider: 'sim',
  p,
  priorLogit,
  context: {
    ...contextOf(facts, context),
    amountMinor: context.amountMinor,
    currency: 'CNY',
    returningBuyer: context.returning,
  },
});

/** The bench's channels as accounts; capabilities are the protocol's, here without any limit of their own. */
const candidatesOf = (facts: WorldFacts, now: number): Candidate[] =>
  facts.channels.map((channel, place) => ({
    channel: {
      id: idOf(place),
      provider: 'sim',
      status: 'enabled',
      role: channel.backup ? 'backup' : 'main',
      priority: 100,
      weight: 100,
      methods: channel.methods.map(
        (method) => facts.methods[method],
      ) as Candidate['channel']['methods'],
      currency: 'CNY',
      minAmount: { currency: 'CNY', minor: BigInt(channel.minMinor) },
      maxAmount: { currency: 'CNY', minor: BigInt(channel.maxMinor) },
      dailyCap: Number.isFinite(channel.dailyCapMinor)
        ? { currency: 'CNY', minor: BigInt(channel.dailyCapMinor) }
        : undefined,
      fee: { rateBasisPoints: channel.feeBasisPoints, fixedMinor: channel.feeFixedMinor },
      costs: {
        settlement: { days: channel.settlementDays },
        hiddenBasisPoints: channel.hiddenBasisPoints,
        attemptMinor: facts.value.attemptMinor,
      },
      issuerLimits: channel.issuerMaxMinor.flatMap((max, issuer) =>
        Number.isFinite(max)
          ? [
              {
                issuer: facts.issuers[issuer] ?? '',
                maxAmount: { currency: 'CNY' as const, minor: BigInt(max) },
              },
            ]
          : [],
      ),
      maxRisk: RISKS[channel.maxRisk as 0 | 1 | 2],
      maxPerSecond: channel.contractPerSecond,
      upstream: channel.upstream,
      maintenance: channel.maintenance.map(({ startsAt, endsAt }) => ({
        startsAt: new Date(startsAt).toISOString(),
        endsAt: new Date(endsAt).toISOString(),
      })),
    },
    capabilities: {
      methods: facts.methods as NonNullable<Candidate['capabilities']>['methods'],
      currencies: ['CNY'],
      devices: facts.devices as NonNullable<Candidate['capabilities']>['devices'],
      accessModes: ['page'],
      amountMinor: { min: 1n, max: 10n ** 12n },
      query: true,
      close: false,
      refund: 'none',
      statement: false,
      notificationRetries: '',
    },
    reservedTodayMinor: Number.isFinite(channel.dailyCapMinor)
      ? BigInt(channel.dailyCapMinor - Math.max(0, facts.capLeftMinor(place, now)))
      : undefined,
  }));
