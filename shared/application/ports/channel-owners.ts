import type { Tenant } from '../../domain/identity/tenant.ts';

/** Everybody who has a channel, for work that no request asks for. */
export interface ChannelOwners {
  /** Page by page; whoever adds their first channel meanwhile may be left out. */
  pages(): AsyncIterable<readonly Tenant[]>;
}
