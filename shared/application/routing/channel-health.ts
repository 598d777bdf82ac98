import type { z } from 'zod';
import type { channelHealth as contract } from '../../contract/api/routing.ts';
import { capDay } from '../../domain/channels/cap-day.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { blockedNow } from '../../domain/routing/constraints/blocked-now.ts';
import { maintenanceObstacle } from '../../domain/routing/constraints/maintenance-obstacle.ts';
import { explain } from '../../domain/routing/explain/explain.ts';
import type { ChannelRegistry } from '../ports/channel-port.ts';
import type { CapReader, ChannelReader } from '../ports/channel-store.ts';
import { candidatesOf } from './candidates-of.ts';
import { capsToday } from './caps-today.ts';

type Reply = z.input<typeof contract.reply>;

/** Which channels take payments at this moment; for those that don't, everything that stands in the way. */
export const channelHealth = async (
  deps: { channels: ChannelReader & CapReader; registry: ChannelRegistry },
  tenant: Tenant,
  now: Date,
): Promise<Reply> => {
  const channels = await deps.channels.list(tenant);
  const reserved = await capsToday(deps.channels, tenant, channels, now);
  const candidates = await candidatesOf(deps.registry, channels, reserved);
  return {
    data: channels.map((channel, index) => {
      const candidate = candidates[index] ?? { channel, capabilities: undefined };
      const obstacles = blockedNow(candidate, now);
      return {
        object: 'channel_health',
        channel: channel.id,
        label: channel.label,
        provider: channel.provider,
        status: channel.status,
        role: channel.role,
        takes_payments: obstacles.length === 0,
        reasons: obstacles.map(explain),
        cap: capOf(channel, reserved.get(channel.id) ?? 0n, now),
        maintenance: {
          now: maintenanceObstacle(channel, { now, expiresAt: now }) !== undefined,
          next: nextWindow(channel, now),
        },
      };
    }),
  };
};

const capOf = (channel: Channel, reserved: bigint, now: Date): Reply['data'][number]['cap'] => {
  const cap = channel.dailyCap?.minor;
  if (cap === undefined) return null;
  return {
    day: capDay(now, channel.dayZone),
    amount: Number(cap),
    reserved: Number(reserved),
    left: Number(cap > reserved ? cap - reserved : 0n),
  };
};

const nextWindow = (
  { maintenance }: Channel,
  now: Date,
): Reply['data'][number]['maintenance']['next'] => {
  const [next] = maintenance
    .filter(({ startsAt }) => Date.parse(startsAt) > now.getTime())
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  return next ? { starts_at: next.startsAt, ends_at: next.endsAt } : null;
};
