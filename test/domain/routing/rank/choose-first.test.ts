import { describe, expect, test } from 'vitest';
import { money } from '#shared/domain/money/money.ts';
import type { RoutingRequest } from '#shared/domain/routing/candidate.ts';
import { createDecider } from '#shared/domain/routing/decide.ts';
import type { ChannelHealth } from '#shared/domain/routing/learning/health-snapshot.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import { aCandidate, channelId } from '../../../support/an-account.ts';
import { seededRandom } from '../../../support/seeded-random.ts';

const NOW = Date.parse('2026-05-01T12:00:00Z');

const healthOf = (n: number, changes: Partial<ChannelHealth> = {}): ChannelHealth => ({
  id: channelId(n),
  factor: 1,
  dead: 0,
  trialsFrom: 0,
  perSecond: 0,
  perDayMinor: 0,
  p50: 20,
  p99: 200,
  methods: [],
  issuers: [],
  ...changes,
});

/** Four channels of rising fees; the fourth broke an hour ago and may be tried. */
const decider = (close: boolean) =>
  createDecider({
    portfolio: preparePortfolio(
      [1, 2, 3, 4].map((n) =>
        aCandidate(
          { id: channelId(n), fee: { rateBasisPoints: 50 * n, fixedMinor: 0 } },
          { close },
        ),
      ),
    ),
    knowledge: {
      snapshot: {
        version: 1,
        takenAt: NOW,
        upTo: NOW,
        calibration: { offset: 0, slope: 1 },
        channels: [
          healthOf(1),
          healthOf(2),
          healthOf(3),
          healthOf(4, { openedAt: NOW - 3_600_000, trialsFrom: NOW - 1_000, factor: 0.05 }),
        ],
      },
      weights: undefined,
      weightsVersion: 0,
      priors: new Map(),
    },
    settings: { ...DEFAULT_ROUTING_SETTINGS, explorationShare: 0.09, trialShare: 0.2 },
  });

const request = (minor: number): RoutingRequest => ({
  amount: money('CNY', minor),
  method: 'alipay',
  device: 'mobile',
  now: new Date(NOW),
  expiresAt: new Date(NOW + 900_000),
  triedChannelIds: [],
  failedUpstreams: [],
});

const DRAWS = 60_000;

const drawn = (minor: number, close = false) => {
  const random = seededRandom(17);
  const made = decider(close);
  const counts = new Map<number, { times: number; propensity: number }>();
  for (let index = 0; index < DRAWS; index += 1) {
    const { order, propensity } = made.decide(request(minor), random);
    const [first = -1] = order;
    const known = counts.get(first) ?? { times: 0, propensity };
    expect(propensity).toBeCloseTo(known.propensity, 12);
    counts.set(first, { times: known.times + 1, propensity });
  }
  return counts;
};

describe('the first choice', () => {
  test('is drawn as often as its logged propensity says, and the propensities sum to 1', () => {
    const counts = drawn(5_000);
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3]);
    let sum = 0;
    for (const { times, propensity } of counts.values()) {
      const deviation = Math.sqrt((propensity * (1 - propensity)) / DRAWS);
      expect(Math.abs(times / DRAWS - propensity)).toBeLessThan(6 * deviation);
      sum += propensity;
    }
    expect(sum).toBeCloseTo(1, 12);
  });

  test('of a large payment is always the best', () => {
    expect([...drawn(300_000).keys()]).toEqual([0]);
  });

  test('between the limits may try a broken channel, and explores nothing', () => {
    expect([...drawn(15_000).keys()].sort()).toEqual([0, 3]);
  });

  test('never tries a broken channel with a buyer where synthetic orders can', () => {
    expect([...drawn(5_000, true).keys()].sort()).toEqual([0, 1, 2]);
  });
});
