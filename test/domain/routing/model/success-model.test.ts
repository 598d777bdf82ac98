import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calibrate, calibrated, newCalibration } from '#shared/domain/routing/model/calibration.ts';
import {
  CHANNEL_FEATURES,
  channelSalts,
  FEATURE_COUNT,
  newContextValues,
  type PaymentContext,
  placeChannel,
  placeShared,
  readContext,
  WEIGHT_COUNT,
} from '#shared/domain/routing/model/features.ts';
import {
  learn,
  logistic,
  newModel,
  sumWeights,
} from '#shared/domain/routing/model/success-model.ts';
import { channelId } from '../../../support/an-account.ts';
import { seededRandom } from '../../../support/seeded-random.ts';

const CONTEXT: PaymentContext = {
  amountMinor: 990,
  currency: 'CNY',
  method: 'alipay',
  device: 'mobile',
  region: 'CN',
  issuer: 'icbc',
  hour: 12,
  riskLevel: 'low',
  returningBuyer: false,
  preferredChannelId: undefined,
};

const placesOf = (channel: number, changes: Partial<PaymentContext> = {}): Int32Array => {
  const values = newContextValues();
  const places = new Int32Array(FEATURE_COUNT);
  readContext({ ...CONTEXT, ...changes }, values);
  placeChannel(channelSalts(channelId(channel)), values, false, places);
  placeShared(values, places, CHANNEL_FEATURES);
  return places;
};

describe('features', () => {
  test('are places among the weights, the same for the same payment', () => {
    const places = placesOf(1);
    expect(placesOf(1)).toEqual(places);
    expect(places.every((place) => place >= 0 && place < WEIGHT_COUNT)).toBe(true);
  });

  test('of 40 channels and 40 banks rarely share a place', () => {
    const seen = new Map<number, string>();
    let shared = 0;
    for (let channel = 1; channel <= 40; channel += 1) {
      for (let bank = 0; bank < 40; bank += 1) {
        const place = placesOf(channel, { issuer: `bank${bank}` })[1] ?? -1;
        if (seen.has(place)) shared += 1;
        seen.set(place, `${channel} ${bank}`);
      }
    }
    // 1,600 words in 8,192 places: chance alone makes some 150 share one.
    expect(shared).toBeLessThan(250);
  });
});

describe('the model', () => {
  const train = (
    rates: (channel: number, issuer: string, step: number) => number,
    steps: number,
  ) => {
    const model = newModel();
    const random = seededRandom(4);
    for (let step = 0; step < steps; step += 1) {
      const channel = 1 + Math.floor(random() * 3);
      const issuer = random() < 0.5 ? 'icbc' : 'ccb';
      learn(model, {
        places: placesOf(channel, { issuer }),
        paid: random() < rates(channel, issuer, step),
        priorLogit: 0.8,
        weight: 1,
      });
    }
    return (channel: number, issuer: string): number =>
      logistic(0.8 + sumWeights(model.weights, placesOf(channel, { issuer })));
  };

  test('learns that one bank fails on one channel only', () => {
    const p = train((channel, issuer) => (channel === 2 && issuer === 'ccb' ? 0.3 : 0.85), 6_000);
    expect(p(2, 'ccb')).toBeLessThan(0.45);
    expect(p(2, 'icbc')).toBeGreaterThan(0.75);
    expect(p(1, 'ccb')).toBeGreaterThan(0.75);
  });

  test('follows a channel that changes for good', () => {
    const p = train(
      (channel, _issuer, step) => (channel === 1 && step > 6_000 ? 0.5 : 0.85),
      9_000,
    );
    expect(p(1, 'icbc')).toBeLessThan(0.62);
    expect(p(3, 'icbc')).toBeGreaterThan(0.75);
  });

  test('stays finite whatever it is taught', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            channel: fc.integer({ min: 1, max: 3 }),
            paid: fc.boolean(),
            priorLogit: fc.double({ min: -8, max: 8, noNaN: true }),
            weight: fc.constantFrom(0.5, 1),
          }),
          { maxLength: 300 },
        ),
        (samples) => {
          const model = newModel();
          for (const { channel, ...sample } of samples) {
            learn(model, { places: placesOf(channel), ...sample });
          }
          expect(model.weights.every(Number.isFinite)).toBe(true);
          expect(model.unsure.every((share) => share > 0 && share <= 1)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});

test('the correction takes away a steady optimism', () => {
  const calibration = newCalibration();
  const random = seededRandom(6);
  for (let step = 0; step < 20_000; step += 1) {
    const logit = 0.5 + 1.5 * random();
    calibrate(calibration, { logit, paid: random() < logistic(logit - 0.4) });
  }
  for (const logit of [0.7, 1.2, 1.8]) {
    expect(Math.abs(calibrated(calibration, logit) - logistic(logit - 0.4))).toBeLessThan(0.03);
  }
});

test('the correction stays a rising curve of probabilities, whatever it is taught', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ logit: fc.double({ min: -6, max: 6, noNaN: true }), paid: fc.boolean() }),
        { maxLength: 3_000 },
      ),
      (samples) => {
        const calibration = newCalibration();
        for (const sample of samples) calibrate(calibration, sample);
        let before = 0;
        for (let logit = -6; logit <= 6; logit += 0.5) {
          const p = calibrated(calibration, logit);
          expect(p).toBeGreaterThan(0);
          expect(p).toBeLessThan(1);
          expect(p).toBeGreaterThanOrEqual(before);
          before = p;
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('the correction of nothing is nothing', () => {
  for (const logit of [-3, 0, 0.4, 2]) {
    expect(calibrated(newCalibration(), logit)).toBeCloseTo(logistic(logit), 12);
  }
});

test('the correction leaves well-founded predictions alone', () => {
  const calibration = newCalibration();
  const random = seededRandom(9);
  for (let step = 0; step < 20_000; step += 1) {
    const logit = 2.5 * random();
    calibrate(calibration, { logit, paid: random() < logistic(logit) });
  }
  for (const logit of [0.3, 1.2, 2.2]) {
    expect(Math.abs(calibrated(calibration, logit) - logistic(logit))).toBeLessThan(0.03);
  }
});

describe('a sample', () => {
  const once = (changes: Partial<Parameters<typeof learn>[1]> = {}) => {
    const model = newModel();
    learn(model, { places: placesOf(1), paid: true, priorLogit: 0.8, weight: 1, ...changes });
    return model;
  };

  test('moves the prediction towards what it showed, and touches nothing but its features', () => {
    expect(sumWeights(once().weights, placesOf(1))).toBeGreaterThan(0);
    expect(sumWeights(once({ paid: false }).weights, placesOf(1))).toBeLessThan(0);
    const { weights } = once();
    const touched = [...weights.keys()].filter((place) => weights[place] !== 0);
    expect(touched).toEqual([...new Set(placesOf(1))].sort((a, b) => a - b));
  });

  test('moves by the gain of a Kalman filter: surprise times variance, damped by what it tells', () => {
    const p = logistic(0.8);
    const variance = 0.2 + 0.08 + 5 * 0.02 + 0.05 + 2 * 0.08 + 2 * 0.02;
    expect(new Set(placesOf(1)).size).toBe(FEATURE_COUNT);
    expect(sumWeights(once().weights, placesOf(1))).toBeCloseTo(
      (variance * (1 - p)) / (1 + p * (1 - p) * variance),
      5,
    );
  });

  test('of less weight moves less, one of none nothing', () => {
    const step = (weight: number): number =>
      Math.abs(sumWeights(once({ weight, paid: false }).weights, placesOf(1)));
    expect(step(0.5)).toBeLessThan(step(1));
    expect(step(0)).toBe(0);
  });

  test('teaches less the more is known, and never nothing', () => {
    const model = newModel();
    const steps: number[] = [];
    for (let index = 0; index < 20_000; index += 1) {
      const before = sumWeights(model.weights, placesOf(1));
      learn(model, { places: placesOf(1), paid: index % 2 === 0, priorLogit: 0, weight: 1 });
      steps.push(Math.abs(sumWeights(model.weights, placesOf(1)) - before));
    }
    expect(steps.at(-1)).toBeLessThan((steps[0] ?? 0) / 3);
    expect(steps.at(-1)).toBeGreaterThan(0.02);
  });

  test('of which a hundred agree makes nearly sure, never certain', () => {
    // A hundred payments in a row: sure of success, and still no certainty.
    const model = newModel();
    for (let index = 0; index < 100; index += 1) {
      learn(model, { places: placesOf(1), paid: true, priorLogit: 0, weight: 1 });
    }
    const p = logistic(sumWeights(model.weights, placesOf(1)));
    expect(p).toBeGreaterThan(0.8);
    expect(p).toBeLessThan(0.99);
  });
});
