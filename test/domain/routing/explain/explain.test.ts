import { expect, test } from 'vitest';
import { money } from '#shared/domain/money/money.ts';
import { explain } from '#shared/domain/routing/explain/explain.ts';

test('limits are explained with the figures that broke them', () => {
  expect(
    explain({
      code: 'amount_too_small',
      amount: money('CNY', 990),
      min: money('CNY', 1_000),
    }),
  ).toEqual({
    code: 'amount_too_small',
    en: '9.90 CNY is below its minimum of 10.00 CNY.',
    zh: '金额 9.90 CNY 低于单笔下限 10.00 CNY。',
  });
});

test('a weight is explained as the share of draws it wins', () => {
  expect(explain({ code: 'weight_share', weight: 30, totalWeight: 90 })).toMatchObject({
    en: expect.stringContaining('weight 30 of 90: the draw puts it first 33.3 % of the time'),
    zh: expect.stringContaining('权重 30/90，排第一的概率为 33.3%'),
  });
});
