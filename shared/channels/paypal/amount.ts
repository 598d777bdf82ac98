import { currencySchema, type Money, parseDecimalAmount } from '../../domain/money/money.ts';

/** `{currency_code, value}`: decimal text, without decimals for JPY. */
export const amountOf = (value: unknown): Money | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const { currency_code: code, value: text } = value as {
    currency_code?: unknown;
    value?: unknown;
  };
  const currency = currencySchema.safeParse(code).data;
  return currency && typeof text === 'string' ? parseDecimalAmount(text, currency) : undefined;
};
