/**
 * Currencies Arteria handles, with the number of decimal digits of their minor unit
 * (ISO 4217; USDT settles on chain with 6 decimals on TRON and Ethereum).
 */
export const CURRENCY_EXPONENTS = {
  CNY: 2,
  USD: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  SGD: 2,
  MYR: 2,
  THB: 2,
  PHP: 2,
  JPY: 0,
  KRW: 0,
  VND: 0,
  USDT: 6,
} as const;

export type Currency = keyof typeof CURRENCY_EXPONENTS;

/** A whole number of minor units as decimal text with the currency's full number of digits, e.g. `1.00`. */
export const decimalText = (currency: Currency, minor: bigint | number): string => {
  const exponent = CURRENCY_EXPONENTS[currency];
  const digits = minor.toString().padStart(exponent + 1, '0');
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
};
