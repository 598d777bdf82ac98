import { describe, expect, test } from 'vitest';
import { estimateValue } from '#shared/domain/routing/replay/estimate-value.ts';
import type { LoggedDecision } from '#shared/domain/routing/replay/logged-decision.ts';

/** Logged on channel a, a coin's toss between a and b; the new policy prefers a, three to one. */
const aDecision = (overrides: Partial<LoggedDecision> = {}): LoggedDecision => ({
  loggedChannel: 'a',
  propensity: 0.5,
  reward: 100,
  probabilities: { a: 0.75, b: 0.25 },
  predicted: { a: 80, b: 40 },
  ...overrides,
});

const UNKNOWN = { mean: null, low: null, high: null };
const Z = 1.959963984540054;

describe('two decisions worked out by hand', () => {
  // Weights 1.5 and 0.5; the model expects 0.75·80 + 0.25·40 = 70 of the new policy.
  const estimate = estimateValue([aDecision(), aDecision({ loggedChannel: 'b', reward: 20 })]);

  test('inverse propensity: the mean of 150 and 10', () => {
    expect(estimate.ips.mean).toBeCloseTo(80, 9);
    expect(estimate.ips.low).toBeCloseTo(80 - Z * 70, 9);
    expect(estimate.ips.high).toBeCloseTo(80 + Z * 70, 9);
  });

  test('self-normalised: 160 over the weights 2, with the variance of the ratio', () => {
    // Shares 3/4 and 1/4, residuals 20 and −60: both terms are 15²; effective size 1.6, so times 1.6/0.6.
    const margin = Z * Math.sqrt((450 * 1.6) / 0.6);
    expect(estimate.snips.mean).toBeCloseTo(80, 9);
    expect(estimate.snips.low).toBeCloseTo(80 - margin, 9);
    expect(estimate.snips.high).toBeCloseTo(80 + margin, 9);
    expect(estimate.effectiveSampleSize).toBeCloseTo(1.6, 9);
  });

  test('doubly robust: 70 + 1.5·20 = 100 and 70 − 0.5·20 = 60', () => {
    expect(estimate.doublyRobust.mean).toBeCloseTo(80, 9);
    expect(estimate.doublyRobust.low).toBeCloseTo(80 - Z * 20, 9);
    expect(estimate.doublyRobust.high).toBeCloseTo(80 + Z * 20, 9);
  });

  test('the difference is paired: 100 − 100 and 60 − 20', () => {
    expect(estimate.logged.mean).toBeCloseTo(60, 9);
    expect(estimate.difference.mean).toBeCloseTo(20, 9);
    expect(estimate.difference.low).toBeCloseTo(20 - Z * 20, 9);
    expect(estimate.difference.high).toBeCloseTo(20 + Z * 20, 9);
  });

  test('maps and records are read alike', () => {
    const asMaps = (decision: LoggedDecision): LoggedDecision => ({
      ...decision,
      probabilities: new Map([
        ['a', 0.75],
        ['b', 0.25],
      ]),
      predicted: new Map([
        ['a', 80],
        ['b', 40],
      ]),
    });
    expect(
      estimateValue([aDecision(), aDecision({ loggedChannel: 'b', reward: 20 })].map(asMaps)),
    ).toEqual(estimate);
  });
});

describe('too little to go by', () => {
  test('no decision: no mean, no interval', () => {
    expect(estimateValue([])).toEqual({
      count: 0,
      leftOut: 0,
      effectiveSampleSize: 0,
      clipped: 0,
      unsupported: 0,
      unexplored: 0,
      ips: UNKNOWN,
      snips: UNKNOWN,
      doublyRobust: UNKNOWN,
      logged: UNKNOWN,
      difference: UNKNOWN,
    });
  });

  test('one decision: means without intervals', () => {
    expect(estimateValue([aDecision()])).toMatchObject({
      count: 1,
      effectiveSampleSize: 1,
      ips: { mean: 150, low: null, high: null },
      snips: { mean: 100, low: null, high: null },
      doublyRobust: { mean: 100, low: null, high: null },
      logged: { mean: 100, low: null, high: null },
      difference: { mean: 0, low: null, high: null },
    });
  });

  test('no decision the new policy would make: the model alone speaks', () => {
    const elsewhere = aDecision({ probabilities: { b: 1 } });
    expect(estimateValue([elsewhere, elsewhere])).toMatchObject({
      effectiveSampleSize: 0,
      snips: UNKNOWN,
      ips: { mean: 0 },
      doublyRobust: { mean: 40 },
    });
  });

  test('one such decision among many: a self-normalised mean claims no certainty', () => {
    const elsewhere = aDecision({ probabilities: { b: 1 } });
    expect(estimateValue([aDecision(), elsewhere, elsewhere]).snips).toEqual({
      mean: 100,
      low: null,
      high: null,
    });
  });
});

describe('what is out of bounds', () => {
  test.each([
    ['logged as impossible', { propensity: 0 }],
    ['a negative propensity', { propensity: -0.1 }],
    ['a propensity in percent', { propensity: 50 }],
    ['a propensity that is no number', { propensity: Number.NaN }],
    ['a reward that is no number', { reward: Number.NaN }],
    ['an endless reward', { reward: Number.POSITIVE_INFINITY }],
  ])('%s is left out and counted', (_, overrides) => {
    const estimate = estimateValue([aDecision(), aDecision(overrides), aDecision()]);
    expect(estimate).toEqual({ ...estimateValue([aDecision(), aDecision()]), leftOut: 1 });
  });

  test('a weight above 50 counts as 50 and is reported', () => {
    const rare = aDecision({ propensity: 0.001, probabilities: { a: 1 } });
    const usual = aDecision({ propensity: 1, probabilities: { a: 1 }, reward: 0 });
    const estimate = estimateValue([rare, usual, usual, usual]);
    expect(estimate.clipped).toBe(0.25);
    expect(estimate.ips.mean).toBe((50 * 100) / 4);
    expect(estimate.snips.mean).toBeCloseTo((50 * 100) / 53, 9);
  });

  test('a weight of just 50 is not clipped', () => {
    expect(estimateValue([aDecision({ propensity: 0.02, probabilities: { a: 1 } })]).clipped).toBe(
      0,
    );
  });

  test('probabilities above a sum of 1 are scaled down', () => {
    const twice = aDecision({ probabilities: { a: 1, b: 1 } });
    const once = aDecision({ probabilities: { a: 0.5, b: 0.5 } });
    expect(estimateValue([twice])).toEqual(estimateValue([once]));
  });

  test('what is missing to 1 is no channel, which earns nothing', () => {
    expect(estimateValue([aDecision({ probabilities: { b: 0.5 } })]).doublyRobust.mean).toBe(20);
  });

  test('a missing prediction, or a name every object has, expects nothing', () => {
    const unknown = aDecision({ loggedChannel: 'constructor', probabilities: { constructor: 1 } });
    expect(estimateValue([unknown]).doublyRobust.mean).toBe(200);
  });
});

describe('what rests on the model alone', () => {
  test('unsupported: the mass on channels that never came first', () => {
    const decision = aDecision({ probabilities: { a: 0.5, b: 0.2, c: 0.3 } });
    const other = aDecision({ loggedChannel: 'b', probabilities: { c: 1 } });
    expect(estimateValue([decision, other]).unsupported).toBeCloseTo(0.65, 9);
  });

  test('a channel logged as impossible only is unsupported', () => {
    const impossible = aDecision({ loggedChannel: 'c', propensity: 0 });
    const decision = aDecision({ probabilities: { c: 1 } });
    expect(estimateValue([impossible, decision]).unsupported).toBe(1);
  });

  test('unexplored: the mass on other channels where the logged one was certain', () => {
    const small = aDecision();
    const large = aDecision({ propensity: 1, loggedChannel: 'b', probabilities: { a: 1 } });
    expect(estimateValue([small, large])).toMatchObject({ unsupported: 0, unexplored: 0.5 });
  });
});
