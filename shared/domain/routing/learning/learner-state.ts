import { type Breaker, newBreaker } from '../health/breaker.ts';
import { type DelayHistogram, newDelays } from '../health/delay.ts';
import { copyEvidence, type Evidence, newEvidence } from '../health/evidence.ts';
import { STATIONARY } from '../health/levels.ts';
import { type Calibration, newCalibration } from '../model/calibration.ts';
import { channelSalts, FEATURE_COUNT } from '../model/features.ts';
import { copyModel, newModel, type SuccessModel } from '../model/success-model.ts';
import { type FadingCount, newCount } from './fading-count.ts';
import { type AttemptStarted, FUNNEL_STAGES, type FunnelStage } from './learning-event.ts';

/** Bucket of a channel's own evidence, and of the evidence about it with one bank. */
export const CHANNEL_BUCKET_MILLIS = 10_000;
export const SEGMENT_BUCKET_MILLIS = 30_000;

/** Half-lives of what is counted for people and for the fallback. */
export const RATE_HALF_LIFE_MILLIS = 10_000;
export const METHOD_HALF_LIFE_MILLIS = 6 * 3_600_000;
export const VOLUME_HALF_LIFE_MILLIS = 24 * 3_600_000;
export const FUNNEL_HALF_LIFE_MILLIS = 24 * 3_600_000;

/** An account with one group of buyers: those of one bank. */
export interface SegmentState {
  readonly evidence: Evidence;
  /** Believed level at the last look, as a share of what the model expects. */
  factor: number;
}

export interface ChannelState {
  readonly id: string;
  readonly provider: string;
  readonly salts: Int32Array;
  readonly evidence: Evidence;
  readonly delays: DelayHistogram;
  readonly breaker: Breaker;
  /** Probability of each level at the last look. */
  readonly belief: Float64Array;
  factor: number;
  dead: number;
  /** Attempts whose end is not known. */
  open: number;
  /** Attempts lately: divided by the mean life of a count, the rate. */
  readonly starts: FadingCount;
  /** Money that was paid, minor units. */
  readonly volume: FadingCount;
  /** Tries and successes by method. */
  readonly methods: Map<string, { tries: FadingCount; paid: FadingCount }>;
  readonly funnel: Record<FunnelStage, FadingCount>;
  readonly segments: Map<string, SegmentState>;
}

/** An attempt whose end is not known yet. */
export interface OpenAttempt {
  readonly startedAt: number;
  readonly channel: number;
  readonly issuer: string;
  readonly method: string;
  readonly amountMinor: number;
  readonly places: Int32Array;
  readonly priorLogit: number;
  /** Log odds that the model gave before their correction. */
  readonly logit: number;
  /** Expected success after the bank's, respectively the channel's own trouble is allowed for. */
  readonly channelP: number;
  readonly segmentP: number;
}

/** An attempt that ended without money, as far as anybody knows. */
export interface UnpaidAttempt extends OpenAttempt {
  /** How far the buyer came; absent when it was not counted as a try. */
  readonly stage: FunnelStage | undefined;
}

/**
 * All that is learned of a merchant's channels: plain data, changed in place by `foldEvent` only, so that the same
 * events in the same order give the same state to the bit.
 */
export interface LearnerState {
  readonly model: SuccessModel;
  readonly calibration: Calibration;
  readonly channels: ChannelState[];
  readonly indexes: Map<string, number>;
  /** By attempt, oldest first. */
  readonly open: Map<string, OpenAttempt>;
  /** Attempts that timed out or failed, for a while: money may still come. */
  readonly unpaid: Map<string, UnpaidAttempt>;
  /** Last look at every channel. */
  lookedAt: number;
  /** Time of the last event. */
  upTo: number;
  /** Events folded so far. */
  events: number;
}

export const newLearnerState = (): LearnerState => ({
  model: newModel(),
  calibration: newCalibration(),
  channels: [],
  indexes: new Map(),
  open: new Map(),
  unpaid: new Map(),
  lookedAt: 0,
  upTo: 0,
  events: 0,
});

const copyCount = ({ value, at }: FadingCount): FadingCount => ({ value, at });

/** A copy that shares nothing which `foldEvent` changes. */
export const copyLearnerState = (state: LearnerState): LearnerState => ({
  ...state,
  model: copyModel(state.model),
  calibration: { ...state.calibration },
  channels: state.channels.map((channel) => ({
    ...channel,
    evidence: copyEvidence(channel.evidence),
    delays: channel.delays.slice(),
    breaker: { ...channel.breaker },
    belief: channel.belief.slice(),
    starts: copyCount(channel.starts),
    volume: copyCount(channel.volume),
    methods: new Map(
      [...channel.methods].map(([method, { tries, paid }]) => [
        method,
        { tries: copyCount(tries), paid: copyCount(paid) },
      ]),
    ),
    funnel: Object.fromEntries(
      FUNNEL_STAGES.map((stage) => [stage, copyCount(channel.funnel[stage])]),
    ) as Record<FunnelStage, FadingCount>,
    segments: new Map(
      [...channel.segments].map(([issuer, { evidence, factor }]) => [
        issuer,
        { evidence: copyEvidence(evidence), factor },
      ]),
    ),
  })),
  indexes: new Map(state.indexes),
  open: new Map(state.open),
  unpaid: new Map(state.unpaid),
});

/** The state of a channel, new when nothing was ever heard of it. */
export const channelIndex = (
  state: LearnerState,
  { channelId: id, provider, at: now }: Pick<AttemptStarted, 'channelId' | 'provider' | 'at'>,
): number => {
  const known = state.indexes.get(id);
  if (known !== undefined) return known;
  const index = state.channels.length;
  state.indexes.set(id, index);
  state.channels.push({
    id,
    provider,
    salts: channelSalts(id),
    evidence: newEvidence(CHANNEL_BUCKET_MILLIS, now),
    delays: newDelays(),
    breaker: newBreaker(),
    belief: STATIONARY.slice(),
    factor: 1,
    dead: 0,
    open: 0,
    starts: newCount(),
    volume: newCount(),
    methods: new Map(),
    funnel: newFunnel(),
    segments: new Map(),
  });
  return index;
};

const newFunnel = (): Record<FunnelStage, FadingCount> =>
  Object.fromEntries(FUNNEL_STAGES.map((stage) => [stage, newCount()])) as Record<
    FunnelStage,
    FadingCount
  >;

export const segmentOf = (channel: ChannelState, issuer: string, now: number): SegmentState => {
  const known = channel.segments.get(issuer);
  if (known) return known;
  const segment = { evidence: newEvidence(SEGMENT_BUCKET_MILLIS, now), factor: 1 };
  channel.segments.set(issuer, segment);
  return segment;
};

export const newPlaces = (): Int32Array => new Int32Array(FEATURE_COUNT);
