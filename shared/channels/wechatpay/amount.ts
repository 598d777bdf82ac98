import { currencySchema, MAX_MINOR, type Money, money } from '../../domain/money/money.ts';

/**
 * Whole fen, never a fraction.
 *
 * @param currency absent in refunds, which are in CNY
 * @returns `undefined` when it is no amount
 */
export const readAmount = (minor: unknown, currency: unknown = 'CNY'): Money | undefined => {
  const known = currencySchema.safeParse(currency).data;
  if (!known || typeof minor !== 'number' || !Number.isSafeInteger(minor) || minor < 0)
    return undefined;
  return BigInt(minor) > MAX_MINOR ? undefined : money(known, minor);
};
