import type { Tenant } from '../../domain/identity/tenant.ts';

export interface WatchedChannel {
  readonly tenant: Tenant;
  readonly channelId: string;
}

/** Channels of every tenant whose provider notifies nobody and is watched instead. */
export interface WatchList {
  /** Before the channel is created: one that is listed and missing harms nobody. Repeating it is harmless. */
  add(channel: WatchedChannel): Promise<void>;
  list(): Promise<readonly WatchedChannel[]>;
}

/** One account of a watched channel; its name stays when only its secrets change. */
export interface WatchedAccount {
  readonly channelId: string;
  readonly account: string;
}

/**
 * Where watching an account has got to, and whose turn it is. Turns keep two watchers from asking the same ledger; that
 * both see the same when one was slow harms nobody, because what they see is applied once.
 */
export interface WatchTurns {
  /** Takes the turn, or keeps it. @returns `undefined` while somebody else has it */
  take(
    account: WatchedAccount,
    turn: { readonly holder: string; readonly now: Date; readonly until: Date },
  ): Promise<{ readonly cursor: string | undefined } | undefined>;
  /** Only on the holder's turn and from where it began: `false` when somebody else has gone on. */
  moveCursor(
    account: WatchedAccount,
    move: {
      readonly holder: string;
      readonly from: string | undefined;
      readonly to: string;
    },
  ): Promise<boolean>;
  /** Lets the next one begin at once. */
  release(account: WatchedAccount, holder: string): Promise<void>;
}
