import { describe, expect, test } from 'vitest';
import type { MeanEstimate } from '#shared/domain/routing/replay/estimate-mean.ts';
import { estimateValue } from '#shared/domain/routing/replay/estimate-value.ts';
import type { LoggedDecision } from '#shared/domain/routing/replay/logged-decision.ts';
import { seededRandom } from '#test/support/seeded-random.ts';

type Shares = Readonly<Record<string, number>>;

interface Kind {
  readonly share: number;
  /** Chance that a payment of this kind succeeds, which earns 1. */
  readonly succeeds: Shares;
  readonly logged: Shares;
  readonly chosen: Shares;
}

/** Two kinds of payment that want different channels; the logged policy mixes, the new one knows better. */
const WORLD: readonly Kind[] = [
  {
    share: 0.6,
    succeeds: { a: 0.95, b: 0.85, c: 0.8 },
    logged: { a: 0.5, b: 0.3, c: 0.2 },
    chosen: { a: 0.8, b: 0.1, c: 0.1 },
  },
  {
    share: 0.4,
    succeeds: { a: 0.7, b: 0.92, c: 0.9 },
    logged: { a: 0.4, b: 0.4, c: 0.2 },
    chosen: { a: 0, b: 0.7, c: 0.3 },
  },
];

const trueValue = (policy: 'logged' | 'chosen'): number =>
  WORLD.reduce(
    (sum, kind) =>
      sum +
      kind.share *
        Object.entries(kind[policy]).reduce(
          (value, [channel, probability]) => value + probability * (kind.succeeds[channel] ?? 0),
          0,
        ),
    0,
  );

const NEW_VALUE = trueValue('chosen');
const LOGGED_VALUE = trueValue('logged');

/** A model that sees the kind of payment, and one that takes every channel for worse than it is. */
const MODELS: Readonly<Record<'right' | 'wrong', (kind: Kind) => Shares>> = {
  right: ({ succeeds }) => succeeds,
  wrong: () => ({ a: 0.3, b: 0.5, c: 0.4 }),
};

const draw = (shares: Shares, random: () => number): string => {
  let left = random();
  for (const [channel, share] of Object.entries(shares)) {
    left -= share;
    if (left < 0) return channel;
  }
  return Object.keys(shares).at(-1) ?? '';
};

const simulate = (count: number, seed: number, model: keyof typeof MODELS): LoggedDecision[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const kind = WORLD[random() < 0.6 ? 0 : 1] as Kind;
    const loggedChannel = draw(kind.logged, random);
    return {
      loggedChannel,
      propensity: kind.logged[loggedChannel] ?? 0,
      reward: random() < (kind.succeeds[loggedChannel] ?? 0) ? 1 : 0,
      probabilities: kind.chosen,
      predicted: MODELS[model](kind),
    };
  });
};

describe('20,000 decisions tell the value of the new policy within half a percentage point', () => {
  const POINT = 0.005;

  test.each([1, 2, 3])('with a right model (seed %i)', (seed) => {
    const { snips, doublyRobust, difference } = estimateValue(simulate(20_000, seed, 'right'));
    expect(Math.abs((snips.mean as number) - NEW_VALUE)).toBeLessThan(POINT);
    expect(Math.abs((doublyRobust.mean as number) - NEW_VALUE)).toBeLessThan(POINT);
    expect(difference.low).toBeGreaterThan(0);
  });

  test('self-normalised and doubly robust intervals are narrower than by weights alone', () => {
    const { ips, snips, doublyRobust } = estimateValue(simulate(20_000, 1, 'right'));
    expect(widthOf(doublyRobust)).toBeLessThan(widthOf(ips));
    expect(widthOf(snips)).toBeLessThan(widthOf(ips));
  });

  test('the paired difference is narrower than the two means apart when amounts differ widely', () => {
    const random = seededRandom(7);
    const decisions = simulate(20_000, 1, 'right').map((decision) => {
      const amount = 10 ** (2 + 3 * random());
      const scaled = Object.entries(decision.predicted).map(([channel, q]) => [
        channel,
        q * amount,
      ]);
      return {
        ...decision,
        reward: decision.reward * amount,
        predicted: Object.fromEntries(scaled) as Shares,
      };
    });
    const { doublyRobust, snips, logged, difference } = estimateValue(decisions);
    const apart = Math.hypot(widthOf(doublyRobust), widthOf(logged));
    expect(widthOf(difference)).toBeLessThan(apart / 2);
    expect(widthOf(doublyRobust)).toBeLessThan(widthOf(snips));
  });
});

const widthOf = ({ low, high }: MeanEstimate): number => (high as number) - (low as number);

describe.each(['right', 'wrong'] as const)('200 logs, %s model', (model) => {
  const REPLICATIONS = 200;
  const estimates = Array.from({ length: REPLICATIONS }, (_, at) =>
    estimateValue(simulate(1_000, 1_000 + at, model)),
  );

  test('the doubly robust means centre on the true value', () => {
    const means = estimates.map(({ doublyRobust }) => doublyRobust.mean as number);
    const centre = means.reduce((sum, mean) => sum + mean, 0) / REPLICATIONS;
    expect(Math.abs(centre - NEW_VALUE)).toBeLessThan(0.005);
  });

  test.each([
    ['ips', NEW_VALUE],
    ['snips', NEW_VALUE],
    ['doublyRobust', NEW_VALUE],
    ['logged', LOGGED_VALUE],
    ['difference', NEW_VALUE - LOGGED_VALUE],
  ] as const)(
    'the interval of %s, true value %d, holds it about 95 times in 100',
    (name, truth) => {
      const covering = estimates.filter(({ [name]: { low, high } }) => {
        return low !== null && high !== null && low <= truth && truth <= high;
      });
      const share = covering.length / REPLICATIONS;
      expect(share).toBeGreaterThanOrEqual(0.9);
      expect(share).toBeLessThanOrEqual(0.99);
    },
  );
});

test('drawing as the log did, the interval of the difference holds zero about 95 % of the time', () => {
  const covering = Array.from({ length: 200 }, (_, at) => {
    const decisions = simulate(1_000, 5_000 + at, 'right').map((decision) => ({
      ...decision,
      probabilities: WORLD.find(({ chosen }) => chosen === decision.probabilities)?.logged ?? {},
    }));
    const { low, high } = estimateValue(decisions).difference;
    return low !== null && high !== null && low <= 0 && 0 <= high;
  }).filter(Boolean).length;
  expect(covering / 200).toBeGreaterThanOrEqual(0.9);
  expect(covering / 200).toBeLessThanOrEqual(0.99);
});
