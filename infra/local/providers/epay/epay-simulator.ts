import type { Behaviour } from './behaviour.ts';
import type { SimulatedOrder } from './books.ts';
import type { booksOf } from './control.ts';
import type { KeyPair, MerchantOptions } from './merchant.ts';

/** `pid`, `key`, `keyPair` and `behaviour` are the first merchant's. */
export interface EpaySimulatorOptions extends MerchantOptions {
  /** 0 (default) takes a free port. */
  readonly port?: number;
  /** More accounts at this gateway, each with faults of its own. */
  readonly merchants?: readonly MerchantOptions[];
  /** v2: the gateway's own pair. */
  readonly platformKeys?: KeyPair;
  readonly notifyRetrySeconds?: readonly number[];
  /** Keeps the books across restarts and crashes; unacknowledged notifications go on after a restart. */
  readonly stateFile?: string;
  /** Chance of {@link Behaviour.successRate}. */
  readonly random?: () => number;
}

/** A merchant's side of the keys. */
export interface SimulatedAccount {
  readonly pid: string;
  /** v1 */
  readonly key: string;
  /** v2; made on first use. */
  readonly keys: { readonly merchantPrivateKey: string; readonly platformPublicKey: string };
}

/** A running simulator; it is also its first merchant's account. */
export interface EpaySimulator extends SimulatedAccount {
  readonly url: string;
  accounts(): SimulatedAccount[];
  addMerchant(options?: MerchantOptions): SimulatedAccount;
  behave(pid: string, change: Partial<Behaviour>): void;
  /** The buyer pays (`fen`: another amount than asked). `false`: there is nothing to pay. */
  pay(outTradeNo: string, options?: { fen?: number; byChance?: boolean }): boolean;
  decline(outTradeNo: string): boolean;
  order(outTradeNo: string): SimulatedOrder | undefined;
  books(pid?: string): ReturnType<typeof booksOf>;
  /** Takes no connections (`ECONNREFUSED`) until {@link acceptConnections}. */
  refuseConnections(): Promise<void>;
  acceptConnections(): Promise<void>;
  stop(): Promise<void>;
}
