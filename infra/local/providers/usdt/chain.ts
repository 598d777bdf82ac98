import { createHash, randomBytes } from 'node:crypto';
import type { SimulatedPayment } from '../kit/books.ts';
import type { Desk } from '../kit/simulation.ts';

export type Network = 'trc20' | 'erc20' | 'bep20';

export interface Keys {
  /** What the node wants to hear from whoever asks. */
  readonly key: string;
  readonly addresses: Readonly<Record<Network, readonly string[]>>;
}

export interface Platform {
  /** The time of block 0. */
  readonly genesisMillis: number;
  readonly blockMillis: number;
  readonly contracts: Readonly<Record<Network, string>>;
}

export type UsdtDesk = Desk<Keys, Platform>;

export const DECIMALS: Readonly<Record<Network, number>> = { trc20: 6, erc20: 6, bep20: 18 };
export const CHAIN_IDS = { erc20: 31_337, bep20: 31_338 } as const;
/** Blocks after which one can no longer change. */
export const FINAL_AFTER = 2;
/** While the chain stands still its newest block is that old. */
const STANDSTILL_MILLIS = 3_600_000;

export interface Moved {
  readonly contract: string;
  readonly from: string;
  readonly to: string;
  /** The token's smallest units. */
  readonly value: bigint;
}

/** Transfers that happen together or not at all. */
export interface Transaction {
  readonly network: Network;
  /** 32 bytes in hex. */
  readonly hash: string;
  readonly block: number;
  readonly transfers: readonly Moved[];
}

/** The chain goes on by the clock: nobody has to make its blocks. */
export const headOf = ({ platform, merchants }: UsdtDesk): number => {
  const [merchant] = merchants.values();
  const now = Date.now() - (merchant?.behaviour.maintenance ? STANDSTILL_MILLIS : 0);
  return Math.max(0, Math.floor((now - platform.genesisMillis) / platform.blockMillis));
};

export const timeOf = ({ platform }: UsdtDesk, block: number): number =>
  platform.genesisMillis + block * platform.blockMillis;

/** The same for everybody who asks, and no two are equal. */
export const blockHash = (network: Network, block: number): string =>
  createHash('sha256').update(`${network} ${block}`).digest('hex');

/** What anybody may do: it is in the next block. */
export const transact = (
  desk: UsdtDesk,
  network: Network,
  transfers: readonly Moved[],
): Transaction => {
  const transaction: Transaction = {
    network,
    hash: randomBytes(32).toString('hex'),
    block: headOf(desk) + 1,
    transfers,
  };
  const payment = desk.books.add({
    merchant: [...desk.merchants.keys()][0] ?? '',
    number: transaction.hash,
    method: network,
    currency: 'USDT',
    minor: Number(
      transfers.reduce((sum, { value }) => sum + value, 0n) / 10n ** BigInt(DECIMALS[network] - 6),
    ),
    subject: 'a transfer',
    notifyUrl: '',
    returnUrl: '',
    extra: {
      block: transaction.block,
      transfers: transfers.map((moved) => ({ ...moved, value: moved.value.toString() })),
    },
  });
  payment.state = 'paid';
  payment.paidMinor = payment.minor;
  payment.paidAtMillis = Date.now();
  desk.books.save(payment);
  return transaction;
};

/** Everything that is in a block by now. */
export const transactionsOn = (desk: UsdtDesk, network: Network): Transaction[] => {
  const head = headOf(desk);
  return desk.books
    .payments()
    .filter(({ method }) => method === network)
    .map(transactionOf)
    .filter(({ block }) => block <= head);
};

const transactionOf = ({ number, method, extra }: SimulatedPayment): Transaction => ({
  network: method as Network,
  hash: number,
  block: Number(extra.block),
  transfers: (extra.transfers as (Omit<Moved, 'value'> & { value: string })[]).map((moved) => ({
    ...moved,
    value: BigInt(moved.value),
  })),
});

/** Where each of a block's transactions, and each of its events, stands in the block. */
export const placeOf = (
  transactions: readonly Transaction[],
  { hash, block }: Transaction,
): { transaction: number; firstEvent: number } => {
  const before = transactions
    .filter((one) => one.block === block)
    .slice(
      0,
      transactions.filter((one) => one.block === block).findIndex((one) => one.hash === hash),
    );
  return {
    transaction: before.length,
    firstEvent: before.reduce((sum, { transfers }) => sum + transfers.length, 0),
  };
};
