import type { z } from 'zod';
import type { adviseOnChannels as contract } from '../../contract/api/channels.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { advisePortfolio } from '../../domain/routing/advice/advise-portfolio.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { KnowledgeReader } from '../ports/learning-store.ts';

/** What a merchant should change about their accounts. */
export const adviseOnChannels = async (
  deps: { readonly channels: ChannelReader; readonly knowledge: KnowledgeReader },
  tenant: Tenant,
  now: Date,
): Promise<z.input<typeof contract.reply>> => {
  const [channels, snapshot] = await Promise.all([
    deps.channels.list(tenant),
    deps.knowledge.snapshot(tenant),
  ]);
  return {
    data: advisePortfolio(channels, { snapshot, now }).map(({ method, channelIds, ...advice }) => ({
      object: 'channel_advice',
      ...advice,
      method: method ?? null,
      channels: [...channelIds],
    })),
  };
};
