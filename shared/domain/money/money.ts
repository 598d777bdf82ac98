import { z } from 'zod';
import { CURRENCY_EXPONENTS, type Currency, decimalText } from './currency.ts';

export type { Currency };

export const currencySchema = z.enum(Object.keys(CURRENCY_EXPONENTS) as [Currency, ...Currency[]]);

/** An exact amount: an integer count of the currency's minor unit, never a float. */
export interface Money {
  readonly currency: Currency;
  readonly minor: bigint;
}

/** Largest amount accepted anywhere: it survives a JSON number exactly. */
export const MAX_MINOR = BigInt(Number.MAX_SAFE_INTEGER);

/** Money as stored and sent: `minor` travels as a safe integer. */
export const moneySchema = z.object({
  currency: currencySchema,
  minor: z
    .union([z.bigint(), z.int()])
    .transform((value) => BigInt(value))
    .refine((value) => value >= 0n && value <= MAX_MINOR, 'amount out of range'),
});

export const money = (currency: Currency, minor: bigint | number): Money => ({
  currency,
  minor: BigInt(minor),
});

export const sameMoney = (a: Money, b: Money): boolean =>
  a.currency === b.currency && a.minor === b.minor;

export const multiplyMoney = (price: Money, quantity: number): Money =>
  money(price.currency, price.minor * BigInt(quantity));

/**
 * Reads a provider's decimal text exactly.
 *
 * Accepts every dialect seen on the wire: `10`, `10.0`, `10.00`, `10.0000`, `0.1`. Digits beyond the
 * currency's exponent must be zero: `1.005` CNY is not an amount anybody can pay.
 *
 * @returns the amount, or `undefined` when the text is not such a number (signs, exponents, blanks, commas).
 */
export const parseDecimalAmount = (text: string, currency: Currency): Money | undefined => {
  const match = /^(\d{1,16})(?:\.(\d{1,18}))?$/.exec(text);
  if (!match) return undefined;
  const exponent = CURRENCY_EXPONENTS[currency];
  const whole = match[1] ?? '';
  const fraction = (match[2] ?? '').padEnd(exponent, '0');
  if (/[^0]/.test(fraction.slice(exponent))) return undefined;
  const minor = BigInt(whole + fraction.slice(0, exponent));
  return minor > MAX_MINOR ? undefined : { currency, minor };
};

/** The amount as decimal text with the currency's full number of digits, e.g. `1.00`. */
export const formatDecimalAmount = ({ currency, minor }: Money): string =>
  decimalText(currency, minor);

/** For people: `9.90 CNY`. */
export const shownAmount = (amount: Money): string =>
  `${formatDecimalAmount(amount)} ${amount.currency}`;
