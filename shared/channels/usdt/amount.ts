import { MAX_MINOR, type Money, money } from '../../domain/money/money.ts';

/** Decimals of USDT as money here. */
const MONEY_DECIMALS = 6;

/**
 * What a transfer is worth in millionths of USDT. Tokens that count finer (18 decimals on BNB Smart Chain) are rounded
 * down: nobody is credited with more than they sent, and what is lost is less than a millionth.
 *
 * @param units the token's own smallest units
 */
export const minorOfUnits = (units: bigint, decimals: number): bigint =>
  units / 10n ** BigInt(decimals - MONEY_DECIMALS);

/** `undefined`: more than any amount here can be. */
export const usdtMoney = (minor: bigint): Money | undefined =>
  minor > MAX_MINOR ? undefined : money('USDT', minor);
