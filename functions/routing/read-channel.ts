import type { ChannelReader } from '#shared/application/ports/channel-store.ts';
import type { OpenChannelDeps } from '#shared/application/routing/open-channel.ts';
import { presentChannel } from '#shared/application/routing/present-channel.ts';
import { readChannel as read } from '#shared/application/routing/read-channel.ts';
import { readExpiriesIfPossible } from '#shared/application/routing/read-expiries.ts';
import { readChannel as contract } from '#shared/contract/api/channels.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const readChannel = (
  deps: OpenChannelDeps & { readonly channels: ChannelReader },
): BoundRoute =>
  bind(contract, async ({ params }, { tenant }) => {
    const channel = await read(deps, tenant, params.channelId);
    const expiries = await readExpiriesIfPossible(deps, channel);
    return {
      ...presentChannel(channel, deps.callbacksBaseUrl),
      expiries:
        expiries?.map(({ param, expiresAt }) => ({
          param,
          expires_at: expiresAt.toISOString(),
        })) ?? null,
    };
  });
