import type { Channel } from '../../domain/channels/channel.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { ChannelReader } from '../ports/channel-store.ts';

/** One page of a tenant's channels, oldest first: ids sort by creation. */
export const listChannels = async (
  { channels }: { readonly channels: ChannelReader },
  tenant: Tenant,
  page: { readonly limit: number; readonly startingAfter: string | undefined },
): Promise<{ channels: readonly Channel[]; hasMore: boolean }> => {
  const { startingAfter } = page;
  const all = await channels.list(tenant);
  const rest = startingAfter === undefined ? all : all.filter(({ id }) => id > startingAfter);
  return { channels: rest.slice(0, page.limit), hasMore: rest.length > page.limit };
};
