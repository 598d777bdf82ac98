import type { ChannelReader } from '../../application/ports/channel-store.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { boundedCache } from './bounded-cache.ts';

/** How late the payment path may notice a change of an account. */
const CHANNEL_MILLIS = 2_000;
/** An owner never changes; the limit only keeps the memory of a long-lived process honest. */
const OWNER_MILLIS = 3_600_000;

const MAX_TENANTS = 500;
const MAX_CHANNELS = 2_000;
const MAX_OWNERS = 10_000;

/**
 * The payment path's view of accounts: no read of the table per payment, at most two seconds old. What is to be
 * changed must be read from the store itself.
 */
export const cachedChannels = (
  channels: ChannelReader,
  now: () => number = () => performance.now(),
): ChannelReader => {
  const lists = boundedCache<readonly Channel[]>({
    name: 'channels',
    keptMillis: CHANNEL_MILLIS,
    renewed: true,
    maxEntries: MAX_TENANTS,
    now,
  });
  const single = boundedCache<Channel | undefined>({
    name: 'channel',
    keptMillis: CHANNEL_MILLIS,
    maxEntries: MAX_CHANNELS,
    now,
  });
  const owners = boundedCache<Tenant | undefined>({
    name: 'owner',
    keptMillis: OWNER_MILLIS,
    maxEntries: MAX_OWNERS,
    now,
  });
  return {
    list: (tenant) => lists(tenantKey(tenant), () => channels.list(tenant)),
    read: (tenant, channelId) =>
      single(`${tenantKey(tenant)}#${channelId}`, () => channels.read(tenant, channelId)),
    findOwner: (channelId) => owners(channelId, () => channels.findOwner(channelId)),
  };
};
