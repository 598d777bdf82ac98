import type { Channel } from '../../domain/channels/channel.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';

/** Reads accounts: what the payment path needs. */
export interface ChannelReader {
  /** All accounts of a tenant, in the order they were created. */
  list(tenant: Tenant): Promise<readonly Channel[]>;
  read(tenant: Tenant, channelId: string): Promise<Channel | undefined>;
  /** Whose account it is: a provider's callback names nothing but the channel. */
  findOwner(channelId: string): Promise<Tenant | undefined>;
}

/** Reads and changes accounts; every read sees every write that was answered before. */
export interface ChannelStore extends ChannelReader {
  /** Stores a new account (version 1) together with the pointer to its owner. */
  create(channel: Channel): Promise<void>;
  /** Conditional on the version before; `false` when somebody else was faster. */
  update(channel: Channel): Promise<boolean>;
}

/** One account's cap of one calendar day. */
export interface CapDay {
  readonly channelId: string;
  /** `YYYY-MM-DD` in the channel's own zone. */
  readonly day: string;
}

/** Reads how much of their daily caps accounts have used. */
export interface CapReader {
  /** Reserved and taken money in minor units, by channel id; 0 for a day without payments. */
  readCaps(tenant: Tenant, days: readonly CapDay[]): Promise<ReadonlyMap<string, bigint>>;
}
