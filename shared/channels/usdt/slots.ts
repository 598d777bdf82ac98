import { createHash } from 'node:crypto';
import type { Money } from '../../domain/money/money.ts';
import { settingsOf, type UsdtConfig } from './config.ts';

/** What tells one payment from others: an address of its own, or an amount of its own at an address. */
export interface Slot {
  /** The name it is leased under. */
  readonly resource: string;
  readonly address: string;
  /** What the buyer is asked to send. */
  readonly askedMinor: bigint;
}

export const addressResource = ({ network }: UsdtConfig, address: string): string =>
  `usdt:${network}:${address}`;

export const amountResource = (config: UsdtConfig, address: string, askedMinor: bigint): string =>
  `${addressResource(config, address)}:${askedMinor}`;

/**
 * The slots that a payment may have, by address, in an order of its own: the same whenever it is asked for, and another
 * one for the next payment, so that they do not all begin at the same slot. An address that is added or taken away
 * leaves the order of the others as it is.
 */
export const slotsOf = (
  config: UsdtConfig,
  addresses: readonly string[],
  { orderNumber, amount }: { readonly orderNumber: string; readonly amount: Money },
): Slot[][] =>
  addresses
    .map((address) => ({ address, rank: digestOf(`${orderNumber} ${address}`) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ address, rank }) =>
      config.accessMode === 'address'
        ? [
            {
              resource: addressResource(config, address),
              address,
              askedMinor: amount.minor,
            },
          ]
        : amountSlots(config, address, amount, Number.parseInt(rank.slice(0, 8), 16)),
    );

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A hundredth of USDT: what people round to. */
const CENT_MINOR = 10_000n;

/**
 * The price itself is never asked, nor any other amount of whole cents: who rounds what they were asked for would pay for
 * somebody else.
 */
const amountSlots = (
  config: UsdtConfig,
  address: string,
  { minor }: Money,
  offset: number,
): Slot[] => {
  const { stepMinor, steps } = settingsOf(config);
  const isFine = stepMinor % CENT_MINOR !== 0n;
  return Array.from({ length: steps }, (_, at) => BigInt(((offset + at) % steps) + 1))
    .map((step) => minor + step * stepMinor)
    .filter((askedMinor) => !isFine || askedMinor % CENT_MINOR !== 0n)
    .map((askedMinor) => ({
      resource: amountResource(config, address, askedMinor),
      address,
      askedMinor,
    }));
};
