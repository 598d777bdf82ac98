import { currencySchema, MAX_MINOR, type Money, money } from '../../domain/money/money.ts';

/** Stripe's integer in the smallest unit and its lower-case currency; the units are those of ISO 4217 here. */
export const amountOf = (minor: unknown, currency: unknown): Money | undefined => {
  const known =
    typeof currency === 'string'
      ? currencySchema.safeParse(currency.toUpperCase()).data
      : undefined;
  if (!known || typeof minor !== 'number' || !Number.isSafeInteger(minor) || minor < 0)
    return undefined;
  return BigInt(minor) > MAX_MINOR ? undefined : money(known, minor);
};
