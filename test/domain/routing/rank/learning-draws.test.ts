import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_KNOWLEDGE, viewHealth } from '#shared/domain/routing/knowledge.ts';
import type { ChannelHealth } from '#shared/domain/routing/learning/health-snapshot.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import {
  chooseFirst,
  type DrawnRequest,
  type FirstOptions,
  learningDraws,
} from '#shared/domain/routing/rank/choose-first.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import { aCandidate, channelId } from '../../../support/an-account.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import { aSnapshot, someHealth } from '../some-health.ts';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const DRAWS = 200_000;

/** A channel that broke an hour ago and is due for a trial, or still in its pause. */
const due: Partial<ChannelHealth> = { openedAt: NOW - 3_600_000, trialsFrom: NOW };
const paused: Partial<ChannelHealth> = { openedAt: NOW - 3_600_000, trialsFrom: NOW + 1 };

interface Place {
  readonly tier?: number;
  readonly health?: Partial<ChannelHealth>;
  readonly probed?: boolean;
}

const optionsOf = (
  places: readonly Place[],
  random: () => number = () => 0.999,
  settings: Partial<FirstOptions['settings']> = {},
): FirstOptions => {
  const portfolio = preparePortfolio(
    places.map(({ probed = false }, index) =>
      aCandidate({ id: channelId(index + 1) }, { close: probed }),
    ),
  );
  const snapshot = aSnapshot(
    places.map(({ health }, index) => someHealth(channelId(index + 1), health)),
    new Date(NOW),
  );
  return {
    channels: portfolio.channels,
    tiers: Float64Array.from(places, ({ tier = 0 }) => tier),
    health: viewHealth(portfolio, { ...NO_KNOWLEDGE, snapshot }),
    settings: {
      ...DEFAULT_ROUTING_SETTINGS,
      explorationShare: 0.1,
      trialShare: 0.2,
      ...settings,
    },
    random,
  };
};

const aPayment = (changes: Partial<DrawnRequest> = {}): DrawnRequest => ({
  amountMinor: 5_000,
  currency: 'CNY',
  nowMillis: NOW,
  ...changes,
});

/** How often each place came first, and how likely it was told to be. */
const draw = (places: readonly Place[]) => {
  const options = optionsOf(places, seededRandom(23));
  const order = [...places.keys()];
  const counts = places.map(() => 0);
  const propensities = places.map(() => new Set<number>());
  const working = [...order];
  for (let index = 0; index < DRAWS; index += 1) {
    for (const at of order) working[at] = at;
    const { propensity } = chooseFirst(working, options, aPayment());
    const first = working[0] as number;
    counts[first] = (counts[first] ?? 0) + 1;
    propensities[first]?.add(propensity);
  }
  return { counts, propensities: propensities.map((set) => [...set]) };
};

const expectHonest = ({ counts, propensities }: ReturnType<typeof draw>): void => {
  let sum = 0;
  for (const [place, times] of counts.entries()) {
    const told = propensities[place] ?? [];
    if (times === 0) continue;
    expect(told).toHaveLength(1);
    const [propensity = 0] = told;
    sum += propensity;
    const deviation = Math.sqrt((propensity * (1 - propensity)) / DRAWS);
    expect(Math.abs(times / DRAWS - propensity)).toBeLessThanOrEqual(6 * deviation);
  }
  expect(sum).toBeCloseTo(1, 12);
};

const BROKEN = 1_000;

describe('how likely a channel came first is told rightly', () => {
  test.each<[string, readonly Place[], readonly boolean[]]>([
    ['one channel', [{}], [true]],
    ['two that are well', [{}, {}], [true, true]],
    ['five that are well: the best three', [{}, {}, {}, {}, {}], [true, true, true, false, false]],
    ['a backup behind', [{}, { tier: 0.5 }], [true, false]],
    ['one preferred by a rule', [{ tier: -1 }, {}, {}], [true, false, false]],
    ['a broken one that is due', [{}, { tier: BROKEN, health: due }], [true, true]],
    ['a broken one in its pause', [{}, { tier: BROKEN, health: paused }], [true, false]],
    [
      'three that are well and a broken one that is due',
      [{}, {}, {}, { tier: BROKEN, health: due }],
      [true, true, true, true],
    ],
    [
      'two broken ones, the later due',
      [{}, { tier: BROKEN, health: paused }, { tier: BROKEN, health: due }],
      [true, false, true],
    ],
    [
      'a broken one that synthetic orders try',
      [{}, {}, { tier: BROKEN, health: due, probed: true }],
      [true, true, false],
    ],
    [
      'a broken one that has taken a synthetic order',
      [{}, {}, { tier: BROKEN, health: { ...due, proven: true }, probed: true }],
      [true, true, true],
    ],
  ])('with %s', (_case, places, possible) => {
    const drawn = draw(places);
    expectHonest(drawn);
    expect(drawn.counts.map((times) => times > 0)).toEqual(possible);
  });

  test('with nothing but broken ones, of which the second is due', () => {
    expectHonest(
      draw([
        { tier: BROKEN, health: paused },
        { tier: BROKEN, health: due },
        { tier: BROKEN, health: paused },
      ]),
    );
  });
});

describe('what is drawn in order to learn', () => {
  const EXPLORED = DEFAULT_ROUTING_SETTINGS.explorationMaxMinor;
  const TRIED = DEFAULT_ROUTING_SETTINGS.trialMaxMinor;
  const places: Place[] = [{}, {}, { tier: BROKEN, health: due }];
  const draws = (
    amountMinor: number,
    settings: Partial<FirstOptions['settings']> = {},
    currency = 'CNY',
  ) =>
    learningDraws([0, 1, 2], optionsOf(places, undefined, settings), {
      ...aPayment(),
      amountMinor,
      currency,
    });

  test('is a small payment: none above either limit', () => {
    expect(draws(EXPLORED)).toMatchObject({ trialShare: 0.2, exploredShare: 0.1 });
    expect(draws(EXPLORED + 1)).toMatchObject({ trialShare: 0.2, exploredShare: 0 });
    expect(draws(TRIED)).toMatchObject({ trialShare: 0.2, exploredShare: 0 });
    expect(draws(TRIED + 1)).toMatchObject({ trial: -1, trialShare: 0, exploredShare: 0 });
  });

  test('is as small in a currency without decimals, or with six', () => {
    expect(draws(EXPLORED / 100, {}, 'JPY').exploredShare).toBe(0.1);
    expect(draws(EXPLORED / 100 + 1, {}, 'JPY').exploredShare).toBe(0);
    expect(draws(EXPLORED * 10_000, {}, 'USDT').exploredShare).toBe(0.1);
    expect(draws(EXPLORED * 10_000 + 1, {}, 'USDT').exploredShare).toBe(0);
  });

  test('is nothing where the merchant wants nothing tried', () => {
    expect(draws(1, { trialShare: 0, explorationShare: 0 })).toMatchObject({
      trialShare: 0,
      exploredShare: 0,
    });
    expect(draws(1, { trialMaxMinor: 0, explorationMaxMinor: 0 })).toMatchObject({
      trialShare: 0,
      exploredShare: 0,
    });
  });

  test('leaves the others in their order, whatever is drawn', () => {
    const health = fc.constantFrom(undefined, due, paused);
    const place = fc.record({
      tier: fc.constantFrom(0, 0.5, BROKEN),
      health,
      probed: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(place, { maxLength: 8 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (kinds, u) => {
          const order = [...kinds.keys()];
          const { first, propensity } = chooseFirst(
            order,
            optionsOf(kinds, () => u),
            aPayment(),
          );
          expect(propensity).toBeGreaterThan(0);
          expect(propensity).toBeLessThanOrEqual(1);
          const rest = order.slice(1);
          expect(rest).toEqual([...rest].sort((a, b) => a - b));
          expect([...order].sort((a, b) => a - b)).toEqual([...kinds.keys()]);
          const chosen = kinds[order[0] ?? -1];
          if (first === 'best' && kinds.length > 0) expect(order[0]).toBe(0);
          if (first === 'trial') expect(chosen).toMatchObject({ probed: false, health: due });
          if (first === 'exploration') expect(chosen?.tier).toBe(kinds[0]?.tier);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
