import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CURRENCY_EXPONENTS } from '#shared/domain/money/currency.ts';
import {
  type Currency,
  formatDecimalAmount,
  MAX_MINOR,
  money,
  parseDecimalAmount,
} from '#shared/domain/money/money.ts';

const currencies = Object.keys(CURRENCY_EXPONENTS) as Currency[];

describe('decimal amounts', () => {
  it('survive being written and read, in every currency', () => {
    fc.assert(
      fc.property(fc.constantFrom(...currencies), fc.bigInt(0n, MAX_MINOR), (currency, minor) => {
        expect(parseDecimalAmount(formatDecimalAmount({ currency, minor }), currency)).toEqual({
          currency,
          minor,
        });
      }),
    );
  });

  it.each([
    ['10', 1_000n],
    ['10.0', 1_000n],
    ['10.00', 1_000n],
    ['10.0000', 1_000n],
    ['0.1', 10n],
    ['0.01', 1n],
    ['1.5', 150n],
    ['99999999.99', 9_999_999_999n],
    ['0010.00', 1_000n],
  ])('%s of epay’s dialects is exact', (text, minor) => {
    expect(parseDecimalAmount(text, 'CNY')).toEqual(money('CNY', minor));
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1.',
    '.5',
    '-1',
    '+1',
    '1e3',
    '1,000',
    '1.005',
    '0x10',
    '１',
    'NaN',
    '99999999999999999',
    '1.0.0',
  ])('%j is no amount', (text) => {
    expect(parseDecimalAmount(text, 'CNY')).toBeUndefined();
  });

  it('never throws and never rounds, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...currencies), (text, currency) => {
        const amount = parseDecimalAmount(text, currency);
        if (amount)
          expect(Number(formatDecimalAmount(amount))).toBeCloseTo(
            Number(text),
            CURRENCY_EXPONENTS[currency],
          );
      }),
    );
  });
});
