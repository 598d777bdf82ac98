import { describe, expect, test } from 'vitest';
import { assumeTerms, stillAssumed } from '#shared/domain/channels/assume-terms.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import type { ChannelTerms } from '#shared/domain/channels/terms.ts';
import { money } from '#shared/domain/money/money.ts';

const rumour = { text: 'usual', verified: false };
const document = { text: 'the price list', verified: true };
const terms: ChannelTerms = {
  fees: [
    { rateBasisPoints: 60, fixedMinor: 0, source: rumour },
    { method: 'card', rateBasisPoints: 290, fixedMinor: 30, source: document },
    { method: 'paypal', rateBasisPoints: 290, fixedMinor: 49, source: document },
  ],
  settlement: { days: 2, source: rumour },
};
const about = (methods: PaymentMethod[] = ['alipay'], currencies: 'CNY'[] = ['CNY']) => ({
  methods,
  currency: 'CNY' as const,
  currencies,
});

describe('the figures that a new account starts with', () => {
  test('are the provider’s usual fee and settlement, said to be assumed', () => {
    expect(assumeTerms(terms, {}, about())).toEqual({
      fee: { rateBasisPoints: 60, fixedMinor: 0 },
      costs: { settlement: { days: 2 } },
      minAmount: undefined,
      maxAmount: undefined,
      assumed: ['fee', 'settlement'],
    });
  });

  test.each<[string, PaymentMethod[], { rateBasisPoints: number; fixedMinor: number }]>([
    ['of its only method', ['card'], { rateBasisPoints: 290, fixedMinor: 30 }],
    ['of the dearest method', ['alipay', 'card'], { rateBasisPoints: 290, fixedMinor: 30 }],
    ['of the dearer fixed part', ['card', 'paypal'], { rateBasisPoints: 290, fixedMinor: 49 }],
    ['of every method', ['alipay', 'wechat_pay'], { rateBasisPoints: 60, fixedMinor: 0 }],
  ])('have the fee %s', (_case, methods, fee) => {
    expect(assumeTerms(terms, {}, about(methods)).fee).toEqual(fee);
  });

  test('are the merchant’s own where they gave any', () => {
    const own = {
      fee: { rateBasisPoints: 38, fixedMinor: 0 },
      costs: { settlement: { days: 1 } },
    };
    const figures = assumeTerms(terms, own, about());
    expect(figures).toMatchObject(own);
    expect(figures.assumed).toBeUndefined();
  });

  test('keep other costs beside an assumed settlement', () => {
    expect(assumeTerms(terms, { costs: { attemptMinor: 3 } }, about()).costs).toEqual({
      attemptMinor: 3,
      settlement: { days: 2 },
    });
  });

  test('are free where the provider’s terms know no fee', () => {
    const figures = assumeTerms({ fees: [] }, {}, about());
    expect(figures.fee).toEqual({ rateBasisPoints: 0, fixedMinor: 0 });
    expect(figures.assumed).toBeUndefined();
  });
});

describe('limits of the terms', () => {
  const limited = (...limits: NonNullable<ChannelTerms['limits']>) => ({ fees: [], limits });
  const certain = { minMinor: 10, maxMinor: 500_000, source: document };

  test('are applied when their source is verified', () => {
    expect(assumeTerms(limited(certain), {}, about())).toMatchObject({
      minAmount: money('CNY', 10),
      maxAmount: money('CNY', 500_000),
      assumed: ['min_amount', 'max_amount'],
    });
  });

  test('give way to the merchant’s own, bound by bound', () => {
    expect(
      assumeTerms(limited(certain), { maxAmount: money('CNY', 900_000) }, about()),
    ).toMatchObject({
      minAmount: money('CNY', 10),
      maxAmount: money('CNY', 900_000),
      assumed: ['min_amount'],
    });
  });

  test('turn nothing away while their source is not verified', () => {
    const figures = assumeTerms(limited({ ...certain, source: rumour }), {}, about());
    expect(figures).toMatchObject({ minAmount: undefined, maxAmount: undefined });
  });

  test('turn away nothing that one of the methods can carry', () => {
    const two = limited(
      { method: 'alipay', minMinor: 10, maxMinor: 500_000, source: document },
      { method: 'wechat_pay', minMinor: 1, maxMinor: 300_000, source: document },
    );
    expect(assumeTerms(two, {}, about(['alipay', 'wechat_pay']))).toMatchObject({
      minAmount: money('CNY', 1),
      maxAmount: money('CNY', 500_000),
    });
    const figures = assumeTerms(two, {}, about(['alipay', 'unionpay']));
    expect(figures).toMatchObject({ minAmount: undefined, maxAmount: undefined });
  });

  test('are not applied at a provider of several currencies: they name none', () => {
    const figures = assumeTerms(
      limited(certain),
      {},
      {
        ...about(),
        currencies: ['CNY', 'JPY'],
      },
    );
    expect(figures).toMatchObject({ minAmount: undefined, maxAmount: undefined });
  });
});

test('figures that a merchant enters are no longer assumed, nor are limits that they remove', () => {
  const assumed = ['fee', 'settlement', 'max_amount'] as const;
  expect(stillAssumed(assumed, { fee: { rateBasisPoints: 1, fixedMinor: 0 } })).toEqual([
    'settlement',
    'max_amount',
  ]);
  expect(stillAssumed(assumed, { costs: {}, maxAmount: undefined })).toEqual(['fee']);
  expect(stillAssumed(undefined, {})).toEqual([]);
});
