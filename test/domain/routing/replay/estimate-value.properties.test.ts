import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateValue } from '#shared/domain/routing/replay/estimate-value.ts';
import type { LoggedDecision } from '#shared/domain/routing/replay/logged-decision.ts';

const CHANNELS = ['a', 'b', 'c', '__proto__', 'constructor'];
const aChannel = fc.constantFrom(...CHANNELS);
const amount = fc.double({ min: -1e9, max: 1e9, noNaN: true });

const byChannel = (value: fc.Arbitrary<number>) =>
  fc.oneof(
    fc.dictionary(aChannel, value),
    fc.array(fc.tuple(aChannel, value)).map((entries) => new Map(entries)),
  );

/** Anything that fits the type: NaN, infinities, subnormal and negative numbers included. */
const anything: fc.Arbitrary<LoggedDecision> = fc.record({
  loggedChannel: aChannel,
  propensity: fc.oneof(fc.double(), fc.double({ min: 0, max: 1 })),
  reward: fc.oneof(fc.double(), amount),
  probabilities: byChannel(fc.oneof(fc.double(), fc.double({ min: 0, max: 1 }))),
  predicted: byChannel(fc.oneof(fc.double(), amount)),
});

const plausible: fc.Arbitrary<LoggedDecision> = fc.record({
  loggedChannel: aChannel,
  propensity: fc.double({ min: 0, minExcluded: true, max: 1, noNaN: true }),
  reward: amount,
  probabilities: byChannel(fc.double({ min: 0, max: 1, noNaN: true })),
  predicted: byChannel(amount),
});

test('every figure is finite, or null with an interval that has both ends or none', () => {
  fc.assert(
    fc.property(fc.array(anything), (decisions) => {
      const { ips, snips, doublyRobust, logged, difference, ...figures } = estimateValue(decisions);
      for (const figure of Object.values(figures)) expect(figure).toSatisfy(Number.isFinite);
      for (const { mean, low, high } of [ips, snips, doublyRobust, logged, difference]) {
        if (mean !== null) expect(mean).toSatisfy(Number.isFinite);
        expect(low === null).toBe(high === null);
        if (low === null || high === null) continue;
        expect(low).toSatisfy(Number.isFinite);
        expect(high).toSatisfy(Number.isFinite);
        expect(low).toBeLessThanOrEqual(mean as number);
        expect(high).toBeGreaterThanOrEqual(mean as number);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('shares are from 0 to 1, counts add up, the effective size is at most the count', () => {
  fc.assert(
    fc.property(fc.array(anything), (decisions) => {
      const estimate = estimateValue(decisions);
      for (const share of [estimate.clipped, estimate.unsupported, estimate.unexplored]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
      expect(estimate.count + estimate.leftOut).toBe(decisions.length);
      expect(estimate.effectiveSampleSize).toBeLessThanOrEqual(estimate.count);
    }),
  );
});

test('the self-normalised mean lies between the lowest and the highest reward', () => {
  fc.assert(
    fc.property(fc.array(plausible, { minLength: 1 }), (decisions) => {
      const { mean } = estimateValue(decisions).snips;
      const rewards = decisions.map(({ reward }) => reward);
      if (mean === null) return;
      expect(mean).toBeGreaterThanOrEqual(Math.min(...rewards));
      expect(mean).toBeLessThanOrEqual(Math.max(...rewards));
    }),
    { numRuns: 1_000 },
  );
});

test('policies that surely choose the same differ by nothing at all, whatever is predicted', () => {
  fc.assert(
    fc.property(fc.array(plausible, { minLength: 2 }), (decisions) => {
      const { difference, ...estimate } = estimateValue(
        decisions.map((decision) => ({
          ...decision,
          propensity: 1,
          probabilities: new Map([[decision.loggedChannel, 1]]),
        })),
      );
      expect(difference).toEqual({ mean: 0, low: 0, high: 0 });
      expect(estimate.snips).toEqual(estimate.logged);
    }),
  );
});

test('policies that draw alike differ by nothing in a log that holds every draw as often as it is likely', () => {
  const draws = fc.array(
    fc.record({ times: fc.integer({ min: 1, max: 5 }), reward: amount, predicted: amount }),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(draws, (channels) => {
      const total = channels.reduce((sum, { times }) => sum + times, 0);
      const probabilities = Object.fromEntries(
        channels.map(({ times }, at) => [`channel-${at}`, times / total]),
      );
      const predicted = Object.fromEntries(
        channels.map((channel, at) => [`channel-${at}`, channel.predicted]),
      );
      const { difference, logged, ips, snips, doublyRobust } = estimateValue(
        channels.flatMap(({ times, reward }, at) =>
          Array.from({ length: times }, () => ({
            loggedChannel: `channel-${at}`,
            propensity: times / total,
            reward,
            probabilities,
            predicted,
          })),
        ),
      );
      expect(difference.mean).toBeCloseTo(0, 4);
      for (const { mean } of [ips, snips, doublyRobust]) {
        expect(mean).toBeCloseTo(logged.mean as number, 4);
      }
    }),
  );
});

test('the order of decisions does not matter', () => {
  fc.assert(
    fc.property(fc.array(plausible, { minLength: 2 }), (decisions) => {
      const there = estimateValue(decisions).doublyRobust.mean as number;
      const back = estimateValue(decisions.toReversed()).doublyRobust.mean as number;
      expect(Math.abs(there - back)).toBeLessThanOrEqual(1e-3);
    }),
  );
});
