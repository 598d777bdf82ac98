import type { z } from 'zod';
import type { adviseOnChannels as contract } from '../../contract/api/channel-health.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { advisePortfolio } from '../../domain/routing/advice/advise-portfolio.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { KnowledgeReader } from '../ports/learning-store.ts';
import type { OpenChannelDeps } from './open-channel.ts';
import { readExpiriesIfPossible } from './read-expiries.ts';

export interface AdviseOnChannelsDeps extends OpenChannelDeps {
  readonly channels: ChannelReader;
  readonly knowledge: KnowledgeReader;
}

/** What a merchant should change about their accounts. */
export const adviseOnChannels = async (
  deps: AdviseOnChannelsDeps,
  tenant: Tenant,
  now: Date,
): Promise<z.input<typeof contract.reply>> => {
  const [channels, snapshot] = await Promise.all([
    deps.channels.list(tenant),
    deps.knowledge.snapshot(tenant),
  ]);
  const expiries = await everyExpiry(deps, channels);
  return {
    data: advisePortfolio(channels, { snapshot, expiries, now }).map(
      ({ method, channelIds, ...advice }) => ({
        object: 'channel_advice',
        ...advice,
        method: method ?? null,
        channels: [...channelIds],
      }),
    ),
  };
};

const everyExpiry = async (deps: OpenChannelDeps, channels: readonly Channel[]) =>
  new Map(
    await Promise.all(
      channels.map(
        async (channel) =>
          [channel.id, (await readExpiriesIfPossible(deps, channel)) ?? []] as const,
      ),
    ),
  );
