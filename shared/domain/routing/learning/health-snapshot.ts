import { z } from 'zod';
import { judgeBreaker } from '../health/breaker.ts';
import { delayQuantile } from '../health/delay.ts';
import { believe } from '../health/evidence.ts';
import { deadProbability, expectedFactor, LEVEL_COUNT } from '../health/levels.ts';
import { countAt } from './fading-count.ts';
import {
  type ChannelState,
  FUNNEL_HALF_LIFE_MILLIS,
  type LearnerState,
  METHOD_HALF_LIFE_MILLIS,
  RATE_HALF_LIFE_MILLIS,
  VOLUME_HALF_LIFE_MILLIS,
} from './learner-state.ts';
import { FUNNEL_STAGES } from './learning-event.ts';

/** Banks whose payments do so much worse than the channel's others are named. */
const NAMED_BELOW = 0.93;
/** The snapshot has to stay small (8 KB): it is read on the way of every payment. */
const MAX_NAMED_ISSUERS = 24;

export const channelHealthSchema = z.object({
  id: z.string(),
  /** Share of the usual success that is left, as believed. */
  factor: z.number(),
  /** Probability that the channel is dead. */
  dead: z.number(),
  /** When the breaker opened; absent while it is closed. Milliseconds since 1970. */
  openedAt: z.number().optional(),
  /** From when on single payments or probes may try it. */
  trialsFrom: z.number(),
  /** A synthetic order was taken since the pause ended. */
  proven: z.literal(true).optional(),
  /** Attempts a second lately. */
  perSecond: z.number(),
  /** Money taken a day lately, minor units. */
  perDayMinor: z.number(),
  /** Median and 99th percentile of the seconds to a success. */
  p50: z.number(),
  p99: z.number(),
  /** Tries and successes of the last hours by method. */
  methods: z.array(z.tuple([z.string(), z.number(), z.number()])),
  /** Attempts of the last days that came so far, in the order of FUNNEL_STAGES; absent when there is no room for it. */
  funnel: z.array(z.number()).length(FUNNEL_STAGES.length).optional(),
  /** Banks in trouble: share of the usual success that is left. */
  issuers: z.array(z.tuple([z.string(), z.number()])),
});
export type ChannelHealth = z.infer<typeof channelHealthSchema>;

/** What a decision reads of all that was learned, beside the weights. */
export const healthSnapshotSchema = z.object({
  version: z.int(),
  takenAt: z.number(),
  /** Time of the last event in it. */
  upTo: z.number(),
  /** Correction of the model's probabilities. */
  calibration: z.object({ offset: z.number(), slope: z.number() }),
  channels: z.array(channelHealthSchema),
});
export type HealthSnapshot = z.infer<typeof healthSnapshotSchema>;

const rounded = (value: number, digits: number): number =>
  Math.round(value * 10 ** digits) / 10 ** digits;

const belief = new Float64Array(LEVEL_COUNT);

/**
 * What is believed at `now`. Looks without touching the state: an event that is still on its way must find it as it was.
 *
 * @param now up to when events are known: open attempts count as silent by their age at that moment, and where results
 *   come late they must not
 */
export const takeSnapshot = (
  state: LearnerState,
  { now, version }: { readonly now: number; readonly version: number },
): HealthSnapshot => ({
  version,
  takenAt: now,
  upTo: state.upTo,
  calibration: { ...state.calibration },
  channels: state.channels.map((channel) => {
    believe(channel.evidence, channel.delays, now, belief);
    const factor = expectedFactor(belief);
    const dead = deadProbability(belief);
    const breaker = { ...channel.breaker };
    judgeBreaker(breaker, dead, now);
    return {
      id: channel.id,
      factor: rounded(factor, 3),
      dead: rounded(dead, 3),
      ...(breaker.openedAt === undefined ? {} : { openedAt: breaker.openedAt }),
      trialsFrom: breaker.trialsFrom,
      ...(breaker.isProven ? { proven: true as const } : {}),
      ...countsOf(channel, now),
      funnel: FUNNEL_STAGES.map((stage) =>
        rounded(countAt(channel.funnel[stage], now, FUNNEL_HALF_LIFE_MILLIS), 1),
      ),
      issuers: namedIssuers(channel),
    };
  }),
});

const countsOf = (channel: ChannelState, now: number) => ({
  perSecond: rounded(
    (countAt(channel.starts, now, RATE_HALF_LIFE_MILLIS) * Math.LN2 * 1_000) /
      RATE_HALF_LIFE_MILLIS,
    3,
  ),
  perDayMinor: Math.round(
    (countAt(channel.volume, now, VOLUME_HALF_LIFE_MILLIS) * Math.LN2 * 86_400_000) /
      VOLUME_HALF_LIFE_MILLIS,
  ),
  p50: rounded(delayQuantile(channel.delays, 0.5), 1),
  p99: rounded(delayQuantile(channel.delays, 0.99), 1),
  methods: [...channel.methods].map(([method, { tries, paid }]): [string, number, number] => [
    method,
    rounded(countAt(tries, now, METHOD_HALF_LIFE_MILLIS), 1),
    rounded(countAt(paid, now, METHOD_HALF_LIFE_MILLIS), 1),
  ]),
});

const namedIssuers = ({ segments }: ChannelState): [string, number][] => {
  const named: [string, number][] = [];
  for (const [issuer, { factor }] of segments) {
    if (factor < NAMED_BELOW) named.push([issuer, rounded(factor, 3)]);
  }
  return named.sort(([, a], [, b]) => a - b).slice(0, MAX_NAMED_ISSUERS);
};
