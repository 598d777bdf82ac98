import { describe, expect, test } from 'vitest';
import { newCalibration } from './calibration.ts';
import { diversionsOf } from './diversion.ts';
import { meanInterval, quantile } from './statistics.ts';

test('a mean and its interval are those of the tables', () => {
  // Student's t with 4 degrees of freedom is 2.776; the standard deviation of 1…5 is √2.5.
  const { mean, half } = meanInterval([1, 2, 3, 4, 5]);
  expect(mean).toBe(3);
  expect(half).toBeCloseTo(2.776 * Math.sqrt(2.5 / 5), 9);
  expect(meanInterval([7]).half).toBe(Number.POSITIVE_INFINITY);
  expect(quantile([5, 1, 4, 2, 3], 0.5)).toBe(3);
});

test('calibration error is the distance of predictions from what happened', () => {
  const calibration = newCalibration();
  for (let index = 0; index < 1_500; index += 1) calibration.add(0.8, index % 10 < 6);
  const { calibrationError, logLoss } = calibration.summary();
  expect(calibrationError).toBeCloseTo(0.2, 6);
  expect(logLoss).toBeCloseTo(-(0.6 * Math.log(0.8) + 0.4 * Math.log(0.2)), 6);
  expect(newCalibration().summary()).toEqual({ logLoss: null, calibrationError: null });
});

describe('times to divert and to return', () => {
  const SECOND = 1_000;
  /** One first choice a second; channel 0 unless it is avoided. */
  const series = (avoided: (second: number) => boolean) => {
    const seconds = 9_000;
    return {
      at: Float64Array.from({ length: seconds }, (_, second) => second * SECOND),
      channel: Int16Array.from({ length: seconds }, (_, second) => (avoided(second) ? 1 : 0)),
    };
  };
  const incident = {
    kind: 'hard' as const,
    channel: 0,
    startsAt: 2_000 * SECOND,
    endsAt: 3_000 * SECOND,
    drop: 1,
    issuer: -1,
  };

  test('are read off the series', () => {
    const [seen] = diversionsOf(
      series((second) => second >= 2_100 && second < 3_500),
      [incident],
    );
    // A fifth of the minute ahead may still go there: twelve seconds before the last one did.
    expect(seen).toMatchObject({ divertSeconds: 89, wasted: 100 });
    expect(seen?.returnSeconds).toBe(470);
  });

  test('a policy that never diverts is told so by the length of the incident', () => {
    const [seen] = diversionsOf(
      series(() => false),
      [incident],
    );
    expect(seen).toMatchObject({ divertSeconds: 1_000, returnSeconds: undefined, wasted: 1_000 });
  });

  test('a channel with little traffic, or in trouble before, says nothing', () => {
    expect(
      diversionsOf(
        series((second) => second % 10 !== 0),
        [incident],
      ),
    ).toEqual([]);
    const earlier = { ...incident, startsAt: 1_500 * SECOND, endsAt: 1_800 * SECOND };
    expect(
      diversionsOf(
        series(() => false),
        [earlier, incident],
      ),
    ).toHaveLength(1);
  });
});
