import { judgeBreaker } from '../health/breaker.ts';
import { advanceEvidence, believe } from '../health/evidence.ts';
import { deadProbability, expectedFactor, LEVEL_COUNT } from '../health/levels.ts';
import type { ChannelState } from './learner-state.ts';

const belief = new Float64Array(LEVEL_COUNT);

/** Sums up what is believed of a channel at `now`, and lets its breaker judge. */
export const lookAt = (channel: ChannelState, now: number): void => {
  advanceEvidence(channel.evidence, now);
  believe(channel.evidence, channel.delays, now, belief);
  channel.belief.set(belief);
  channel.factor = expectedFactor(belief);
  channel.dead = deadProbability(belief);
  judgeBreaker(channel.breaker, channel.dead, now);
};

/** Sums up what is believed of a channel with each bank. */
export const lookAtSegments = ({ segments, delays }: ChannelState, now: number): void => {
  for (const segment of segments.values()) {
    advanceEvidence(segment.evidence, now);
    believe(segment.evidence, delays, now, belief);
    segment.factor = expectedFactor(belief);
  }
};
