import type { Channel } from '../../domain/channels/channel.ts';
import { notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { ChannelReader } from '../ports/channel-store.ts';

/** @throws AppError not_found, also for another tenant's channel */
export const readChannel = async (
  { channels }: { readonly channels: ChannelReader },
  tenant: Tenant,
  channelId: string,
): Promise<Channel> => {
  const channel = await channels.read(tenant, channelId);
  if (!channel) throw notFound('channel');
  return channel;
};
