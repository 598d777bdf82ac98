import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { money } from '#shared/domain/money/money.ts';
import { NO_KNOWLEDGE, viewHealth } from '#shared/domain/routing/knowledge.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import {
  DEFAULT_ROUTING_SETTINGS,
  type RoutingSettings,
} from '#shared/domain/routing/routing-settings.ts';
import {
  fillTerms,
  loadLogit,
  TERM_COUNT,
  TERMS,
  type Term,
  type TermsInput,
} from '#shared/domain/routing/utility/terms.ts';
import { aCandidate, channelId } from '../../../support/an-account.ts';
import { aSnapshot, someHealth } from '../some-health.ts';

/** A channel with every cost there is, in numbers that can be made larger one at a time. */
interface Costs {
  readonly rateBasisPoints: number;
  readonly fixedMinor: number;
  readonly withdrawalRate: number;
  readonly withdrawalFixed: number;
  readonly settlementDays: number;
  readonly hidden: number;
  readonly risk: number;
  readonly attempt: number;
  readonly reserved: number;
  readonly perSecond: number;
  readonly waitDays: number;
}

const CAP = 10_000_000;

const channelOf = (costs: Costs): Partial<Channel> => ({
  fee: { rateBasisPoints: costs.rateBasisPoints, fixedMinor: costs.fixedMinor },
  costs: {
    withdrawal: {
      rateBasisPoints: costs.withdrawalRate,
      fixedMinor: costs.withdrawalFixed,
      typicalMinor: 500_000,
    },
    settlement: { days: costs.settlementDays },
    hiddenBasisPoints: costs.hidden,
    riskBasisPoints: costs.risk,
    attemptMinor: costs.attempt,
  },
  dailyCap: money('CNY', CAP),
  maxPerSecond: 5,
});

const weigh = (
  costs: Costs,
  input: Pick<TermsInput, 'amountMinor' | 'p' | 'riskLevel'>,
  settings: Partial<RoutingSettings> = {},
) => {
  const [channel] = preparePortfolio([
    { ...aCandidate(channelOf(costs)), reservedTodayMinor: BigInt(costs.reserved) },
  ]).channels;
  if (!channel) throw new Error('one account makes one channel');
  // Written in the middle of a larger array: nothing beside it may change.
  const out = new Float64Array(3 * TERM_COUNT).fill(7);
  const utility = fillTerms(
    channel,
    { ...DEFAULT_ROUTING_SETTINGS, ...settings },
    { ...input, perSecond: costs.perSecond, waitDays: costs.waitDays, bonusPercent: 0 },
    out,
    TERM_COUNT,
  );
  expect([...out.slice(0, TERM_COUNT), ...out.slice(2 * TERM_COUNT)]).toEqual(
    Array(2 * TERM_COUNT).fill(7),
  );
  const terms = Object.fromEntries(TERMS.map((term, index) => [term, out[TERM_COUNT + index]]));
  return { utility, terms: terms as Record<Term, number> };
};

const someCosts: fc.Arbitrary<Costs> = fc.record({
  rateBasisPoints: fc.integer({ min: 0, max: 900 }),
  fixedMinor: fc.integer({ min: 0, max: 500 }),
  withdrawalRate: fc.integer({ min: 0, max: 300 }),
  withdrawalFixed: fc.integer({ min: 0, max: 5_000 }),
  settlementDays: fc.integer({ min: 0, max: 30 }),
  hidden: fc.integer({ min: 0, max: 500 }),
  risk: fc.integer({ min: 0, max: 500 }),
  attempt: fc.integer({ min: 0, max: 100 }),
  reserved: fc.integer({ min: 0, max: CAP }),
  perSecond: fc.double({ min: 0, max: 8, noNaN: true }),
  waitDays: fc.double({ min: 0, max: 30, noNaN: true }),
});
const somePayment = fc.record({
  amountMinor: fc.integer({ min: 1, max: 5_000_000 }),
  p: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  riskLevel: fc.constantFrom('low' as const, 'medium' as const, 'high' as const),
});

const TERM_OF: Readonly<Record<keyof Costs, Term>> = {
  rateBasisPoints: 'fee',
  fixedMinor: 'fee',
  withdrawalRate: 'withdrawal',
  withdrawalFixed: 'withdrawal',
  settlementDays: 'capital',
  hidden: 'hidden',
  risk: 'risk',
  attempt: 'attempt',
  reserved: 'cap',
  perSecond: 'load',
  waitDays: 'capital',
};

describe('every cost', () => {
  test('speaks against a channel, and its gain for it', () => {
    fc.assert(
      fc.property(someCosts, somePayment, (costs, payment) => {
        const { terms } = weigh(costs, payment);
        expect(terms.value).toBeGreaterThan(0);
        for (const term of TERMS) {
          if (term === 'value') continue;
          expect(terms[term], term).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  test.each(Object.keys(TERM_OF) as (keyof Costs)[])(
    'makes the utility no higher when it grows: %s',
    (cost) => {
      fc.assert(
        fc.property(
          someCosts,
          somePayment,
          fc.integer({ min: 1, max: 200 }),
          (costs, payment, more) => {
            const dearer = { ...costs, [cost]: costs[cost] + more };
            const [before, after] = [weigh(costs, payment), weigh(dearer, payment)];
            const size = Math.abs(before.utility) + payment.amountMinor;
            expect(after.utility).toBeLessThanOrEqual(before.utility + 1e-9 * size);
            for (const term of TERMS) {
              if (term !== TERM_OF[cost]) expect(after.terms[term]).toBe(before.terms[term]);
            }
          },
        ),
      );
    },
  );

  test('weighs the more the likelier the buyer pays, where it is paid of successes only', () => {
    const costs: Costs = {
      rateBasisPoints: 60,
      fixedMinor: 10,
      withdrawalRate: 10,
      withdrawalFixed: 200,
      settlementDays: 2,
      hidden: 20,
      risk: 10,
      attempt: 3,
      reserved: CAP,
      perSecond: 0,
      waitDays: 1,
    };
    const [seldom, often] = [0.4, 0.8].map(
      (p) => weigh(costs, { amountMinor: 10_000, p, riskLevel: 'low' }).terms,
    );
    for (const term of ['value', 'fee', 'withdrawal', 'hidden', 'capital'] as const) {
      expect(often?.[term]).toBeCloseTo(2 * (seldom?.[term] ?? Number.NaN), 9);
    }
    for (const term of ['attempt', 'risk', 'cap'] as const) {
      expect(often?.[term]).toBe(seldom?.[term]);
      expect(often?.[term]).toBeLessThan(0);
    }
    expect(often?.failure).toBeCloseTo((seldom?.failure ?? Number.NaN) / 3, 9);
  });

  test('is larger for risky payments, four times for the riskiest', () => {
    const risks = (['low', 'medium', 'high'] as const).map(
      (riskLevel) =>
        weigh({ ...FREE, risk: 50 }, { amountMinor: 10_000, p: 0.8, riskLevel }).terms.risk,
    );
    expect(risks).toEqual([-50, -100, -200]);
  });
});

const FREE: Costs = {
  rateBasisPoints: 0,
  fixedMinor: 0,
  withdrawalRate: 0,
  withdrawalFixed: 0,
  settlementDays: 0,
  hidden: 0,
  risk: 0,
  attempt: 0,
  reserved: 0,
  perSecond: 0,
  waitDays: 0,
};
const PAYMENT = { amountMinor: 10_000, p: 0.8, riskLevel: 'low' } as const;

describe('the price of the last of a daily cap', () => {
  const price = (reserved: number): number => weigh({ ...FREE, reserved }, PAYMENT).terms.cap;

  test('is nothing while 15 % are left, rises evenly, and is 2 % at the end', () => {
    expect(price(0)).toBeCloseTo(0, 12);
    expect(price(0.85 * CAP)).toBeCloseTo(0, 12);
    expect(price(0.925 * CAP)).toBeCloseTo(-100, 6);
    expect(price(CAP)).toBeCloseTo(-200, 6);
    expect(price(2 * CAP)).toBeCloseTo(-200, 6);
  });

  test('is nothing without a cap', () => {
    const [channel] = preparePortfolio([
      { ...aCandidate(), reservedTodayMinor: 999_999_999n },
    ]).channels;
    if (!channel) throw new Error('one account makes one channel');
    const out = new Float64Array(TERM_COUNT);
    fillTerms(
      channel,
      DEFAULT_ROUTING_SETTINGS,
      { ...PAYMENT, perSecond: 0, waitDays: 0, bonusPercent: 0 },
      out,
      0,
    );
    expect(out[TERMS.indexOf('cap')]).toBeCloseTo(0, 12);
  });
});

describe('the price of load', () => {
  const price = (perSecond: number): number => weigh({ ...FREE, perSecond }, PAYMENT).terms.load;

  test('is nothing below 85 % of the contract’s rate, and rises from there on', () => {
    expect(price(4.25)).toBeCloseTo(0, 12);
    let before = 0;
    for (let perSecond = 4.3; perSecond < 12; perSecond += 0.1) {
      expect(price(perSecond)).toBeLessThan(before);
      before = price(perSecond);
    }
  });

  test('costs the payment itself success only beyond 95 %', () => {
    expect(loadLogit(0)).toBeCloseTo(0, 12);
    expect(loadLogit(0.95)).toBeCloseTo(0, 12);
    expect(loadLogit(1.95)).toBeCloseTo(-1.5, 9);
  });
});

describe('days that money waits for the smallest payout', () => {
  const waits = (minimumMinor: number | undefined, perDayMinor: number): number => {
    const portfolio = preparePortfolio([
      aCandidate({
        id: channelId(1),
        costs: { settlement: { days: 1, ...(minimumMinor === undefined ? {} : { minimumMinor }) } },
      }),
    ]);
    const snapshot = aSnapshot([someHealth(channelId(1), { perDayMinor })], new Date(0));
    return viewHealth(portfolio, { ...NO_KNOWLEDGE, snapshot }).waitDays[0] ?? Number.NaN;
  };

  test('are half of the time in which the minimum comes together, a month at most', () => {
    expect(waits(undefined, 0)).toBe(0);
    expect(waits(10_000, 10_000)).toBe(0.5);
    expect(waits(100_000, 10_000)).toBe(5);
    expect(waits(100_000, 0)).toBe(30);
    expect(waits(100_000_000, 10_000)).toBe(30);
  });
});

describe('the merchant’s own figures', () => {
  test.each<[string, Partial<RoutingSettings>, Term, number]>([
    ['margin', { marginBasisPoints: 2_000 }, 'value', 0.8 * 2_050],
    ['loyalty', { loyaltyMinor: 0 }, 'value', 0.8 * 1_500],
    ['loss by a failure', { failureMinor: 100 }, 'failure', -20],
    ['price of waiting money', { capitalBasisPointsPerDay: 10 }, 'capital', -0.8 * 20],
  ])('%s moves its own term', (_name, settings, term, expected) => {
    const costs = { ...FREE, settlementDays: 2 };
    const [before, after] = [weigh(costs, PAYMENT), weigh(costs, PAYMENT, settings)];
    expect(after.terms[term]).toBeCloseTo(expected, 9);
    for (const other of TERMS) {
      if (other !== term) expect(after.terms[other]).toBe(before.terms[other]);
    }
  });
});
