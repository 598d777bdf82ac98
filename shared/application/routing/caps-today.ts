import { capDay } from '../../domain/channels/cap-day.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { CapReader } from '../ports/channel-store.ts';

/** What today's payments have reserved of the caps of those channels that have one, by channel id. */
export const capsToday = async (
  caps: CapReader,
  tenant: Tenant,
  channels: readonly Channel[],
  now: Date,
): Promise<ReadonlyMap<string, bigint>> => {
  const days = channels
    .filter(({ dailyCap }) => dailyCap !== undefined)
    .map(({ id, dayZone }) => ({ channelId: id, day: capDay(now, dayZone) }));
  return days.length === 0 ? new Map() : caps.readCaps(tenant, days);
};
