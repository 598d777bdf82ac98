import type { Tenant } from '../../domain/identity/tenant.ts';
import type { PriorShare } from '../../domain/routing/model/pool-priors.ts';

/** A shop's share in what all shops know; replaces the one before. */
export interface PriorShares {
  writeShare(tenant: Tenant, shares: readonly PriorShare[], at: Date): Promise<void>;
}

export interface PriorReader {
  /** Success by `provider|method` over all shops. */
  readPooled(): Promise<ReadonlyMap<string, number>>;
}

export interface PriorStore extends PriorShares, PriorReader {
  /** Shares written after `since`, a shop each. */
  readShares(since: Date): Promise<readonly (readonly PriorShare[])[]>;
  writePooled(pooled: ReadonlyMap<string, number>, at: Date): Promise<void>;
}
