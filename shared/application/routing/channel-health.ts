import type { z } from 'zod';
import type { channelHealth as contract } from '../../contract/api/channel-health.ts';
import { capDay } from '../../domain/channels/cap-day.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { blockedNow } from '../../domain/routing/constraints/blocked-now.ts';
import { maintenanceObstacle } from '../../domain/routing/constraints/maintenance-obstacle.ts';
import { explain } from '../../domain/routing/explain/explain.ts';
import type { Finding } from '../../domain/routing/explain/finding.ts';
import type { ChannelHealth } from '../../domain/routing/learning/health-snapshot.ts';
import { RATE_HALF_LIFE_MILLIS } from '../../domain/routing/learning/learner-state.ts';
import type { ChannelRegistry } from '../ports/channel-port.ts';
import type { CapReader, ChannelReader } from '../ports/channel-store.ts';
import type { KnowledgeReader } from '../ports/learning-store.ts';
import { candidatesOf } from './candidates-of.ts';
import { capsToday } from './caps-today.ts';

type Reply = z.input<typeof contract.reply>;

/** Which channels take payments at this moment; for those that don't, everything that stands in the way. */
export const channelHealth = async (
  deps: {
    channels: ChannelReader & CapReader;
    registry: ChannelRegistry;
    knowledge: KnowledgeReader;
  },
  tenant: Tenant,
  now: Date,
): Promise<Reply> => {
  const [channels, snapshot] = await Promise.all([
    deps.channels.list(tenant),
    deps.knowledge.snapshot(tenant),
  ]);
  const reserved = await capsToday(deps.channels, tenant, channels, now);
  const candidates = await candidatesOf(deps.registry, channels, reserved);
  return {
    data: channels.map((channel, index) => {
      const candidate = candidates[index] ?? { channel, capabilities: undefined };
      const obstacles = blockedNow(candidate, now);
      const health = snapshot?.channels.find(({ id }) => id === channel.id);
      return {
        object: 'channel_health',
        channel: channel.id,
        label: channel.label,
        provider: channel.provider,
        status: channel.status,
        role: channel.role,
        takes_payments: obstacles.length === 0,
        reasons: [...obstacles, ...trouble(health)].map(explain),
        ...liveHealth(channel, { health, now, takenAt: snapshot?.takenAt ?? 0 }),
        as_of: snapshot ? new Date(snapshot.upTo).toISOString() : null,
        stale: snapshot ? now.getTime() - snapshot.upTo > STALE_MILLIS : null,
        cap: capOf(channel, reserved.get(channel.id) ?? 0n, now),
        maintenance: {
          now: maintenanceObstacle(channel, { now, expiresAt: now }) !== undefined,
          next: nextWindow(channel, now),
        },
      };
    }),
  };
};

const IMPAIRED_BELOW = 0.9;
/** Older results say how a channel was, not how it is. */
const STALE_MILLIS = 600_000;

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

const isoOf = (millis: number): string => new Date(millis).toISOString();

/** What live results say against a channel. */
const trouble = (health: ChannelHealth | undefined): Finding[] => {
  if (!health) return [];
  const { openedAt, trialsFrom, factor, issuers } = health;
  return [
    ...(openedAt === undefined
      ? []
      : [{ code: 'broken' as const, since: isoOf(openedAt), triedFrom: isoOf(trialsFrom) }]),
    ...(factor < IMPAIRED_BELOW ? [{ code: 'impaired' as const, factor }] : []),
    ...issuers.map(([issuer, share]) => ({
      code: 'issuer_impaired' as const,
      issuer,
      factor: share,
    })),
  ];
};

const stateOf = (health: ChannelHealth, now: Date): Reply['data'][number]['state'] => {
  if (health.openedAt !== undefined) {
    return now.getTime() < health.trialsFrom ? 'broken' : 'recovering';
  }
  return health.factor < IMPAIRED_BELOW ? 'impaired' : 'healthy';
};

const liveHealth = (
  channel: Channel,
  {
    health,
    now,
    takenAt,
  }: { readonly health: ChannelHealth | undefined; readonly now: Date; readonly takenAt: number },
): Pick<
  Reply['data'][number],
  'state' | 'success' | 'funnel' | 'seconds_to_success' | 'load' | 'next_try'
> => {
  if (!health) {
    return {
      state: null,
      success: null,
      funnel: null,
      seconds_to_success: null,
      load: null,
      next_try: null,
    };
  }
  // Nobody looked since then: what was a rate at that time has faded.
  const faded = 2 ** (-Math.max(0, now.getTime() - takenAt) / RATE_HALF_LIFE_MILLIS);
  return {
    state: stateOf(health, now),
    next_try: health.openedAt === undefined ? null : isoOf(health.trialsFrom),
    success: {
      now: health.factor,
      methods: health.methods.map(([method, tries, paid]) => ({
        method,
        tries,
        paid,
        rate: tries > 0 ? rounded(paid / tries) : null,
      })),
      banks: health.issuers.map(([issuer, share]) => ({ issuer, now: share })),
    },
    funnel: funnelOf(health),
    seconds_to_success: { p50: health.p50, p99: health.p99 },
    load: {
      per_second: rounded(health.perSecond * faded),
      contract_per_second: channel.maxPerSecond ?? null,
    },
  };
};

const funnelOf = ({ funnel }: ChannelHealth): Reply['data'][number]['funnel'] => {
  if (!funnel) return null;
  const [created = 0, shown = 0, engaged = 0, paid = 0] = funnel;
  return { created, shown, engaged, paid };
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
