import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { money } from '#shared/domain/money/money.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import {
  fillTerms,
  TERM_COUNT,
  TERMS,
  type Term,
  type TermsInput,
} from '#shared/domain/routing/utility/terms.ts';
import { aCandidate } from '../../../support/an-account.ts';

const INPUT: TermsInput = {
  amountMinor: 10_000,
  p: 0.8,
  riskLevel: 'low',
  perSecond: 0,
  waitDays: 0,
  bonusPercent: 0,
};

const termsOf = (
  changes: Partial<Channel> = {},
  input: Partial<TermsInput> = {},
  reservedTodayMinor?: bigint,
) => {
  const [channel] = preparePortfolio([
    { ...aCandidate(changes), ...(reservedTodayMinor === undefined ? {} : { reservedTodayMinor }) },
  ]).channels;
  if (!channel) throw new Error('one account makes one channel');
  const out = new Float64Array(TERM_COUNT);
  const utility = fillTerms(channel, DEFAULT_ROUTING_SETTINGS, { ...INPUT, ...input }, out, 0);
  const terms = Object.fromEntries(TERMS.map((term, index) => [term, out[index] ?? 0]));
  return { utility, terms: terms as Record<Term, number> };
};

/** The terms that a change moves, and whether it makes the channel dearer. */
const moved = (...args: Parameters<typeof termsOf>): string[] => {
  const before = termsOf().terms;
  const after = termsOf(...args).terms;
  return TERMS.filter((term) => Math.abs(before[term] - after[term]) > 1e-9).map(
    (term) => `${after[term] < before[term] ? '-' : '+'}${term}`,
  );
};

describe('the utility of a channel', () => {
  test('is the sum of its terms', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (amountMinor, p, perSecond) => {
          const { utility, terms } = termsOf(
            { fee: { rateBasisPoints: 80, fixedMinor: 30 }, maxPerSecond: 5 },
            { amountMinor, p, perSecond },
          );
          const sum = Object.values(terms).reduce((total, term) => total + term, 0);
          expect(Math.abs(utility - sum)).toBeLessThan(1e-6 * Math.max(1, Math.abs(sum)));
          expect(Number.isFinite(utility)).toBe(true);
        },
      ),
    );
  });

  test.each<[string, Parameters<typeof termsOf>, string[]]>([
    ['a rate', [{ fee: { rateBasisPoints: 100, fixedMinor: 0 } }], ['-fee']],
    ['a fixed fee', [{ fee: { rateBasisPoints: 0, fixedMinor: 50 } }], ['-fee']],
    [
      'a withdrawal fee',
      [{ costs: { withdrawal: { rateBasisPoints: 10, fixedMinor: 500, typicalMinor: 100_000 } } }],
      ['-withdrawal'],
    ],
    ['hidden costs', [{ costs: { hiddenBasisPoints: 30 } }], ['-hidden']],
    ['a settlement cycle', [{ costs: { settlement: { days: 3 } } }], ['-capital']],
    ["waiting for a payout's minimum", [{}, { waitDays: 4 }], ['-capital']],
    ['a price of every try', [{ costs: { attemptMinor: 5 } }], ['-attempt']],
    ['expected disputes', [{ costs: { riskBasisPoints: 20 } }], ['-risk']],
    ['the end of a daily cap', [{ dailyCap: money('CNY', 100_000) }, {}, 95_000n], ['-cap']],
    ['a load near the contract', [{ maxPerSecond: 2 }, { perSecond: 2 }], ['-load']],
    ['a weight of the merchant', [{}, { bonusPercent: 2 }], ['+rules']],
  ])('%s moves its own term', (_name, args, expected) => {
    expect(moved(...args)).toEqual(expected);
  });

  test('less success means less value and more loss by failure', () => {
    expect(moved({}, { p: 0.5 })).toEqual(expect.arrayContaining(['-value', '-failure']));
  });

  test('figures are those of the formula', () => {
    const { terms } = termsOf({
      fee: { rateBasisPoints: 60, fixedMinor: 10 },
      costs: { settlement: { days: 1 }, hiddenBasisPoints: 10 },
    });
    // 15 % of 100.00 and 0.50 for loyalty; 0.6 % and 0.10; 0.1 %; 0.03 % a day; 0.25 for a failure.
    expect(terms.value).toBeCloseTo(0.8 * 1_550, 9);
    expect(terms.fee).toBeCloseTo(-0.8 * 70, 9);
    expect(terms.hidden).toBeCloseTo(-0.8 * 10, 9);
    expect(terms.capital).toBeCloseTo(-0.8 * 3, 9);
    expect(terms.failure).toBeCloseTo(-0.2 * 25, 9);
  });
});
