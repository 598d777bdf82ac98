import { expect, it } from 'vitest';
import { aSale, paid } from './a-sale.ts';

const announced = (known: string | undefined, told: string, confirm: boolean) => {
  const sale = aSale();
  sale.attempts = sale.attempts.map((attempt) => ({ ...attempt, providerReference: known }));
  sale.change(paid(sale.attempt(1), { confirm, providerReference: told }));
  return sale.attempt(1).providerReference;
};

it('an announcement that is to be confirmed does not choose which payment the provider is asked about', () => {
  expect(announced('ours', 'paid to somebody else', true)).toBe('ours');
});

it('an announcement names the payment where no answer ever did', () => {
  expect(announced(undefined, 'theirs', true)).toBe('theirs');
});

it('what is believed names the payment', () => {
  expect(announced('old', 'new', false)).toBe('new');
});
