import type { ChannelReader } from '#shared/application/ports/channel-store.ts';
import { listChannels as list } from '#shared/application/routing/list-channels.ts';
import { presentChannel } from '#shared/application/routing/present-channel.ts';
import { listChannels as contract } from '#shared/contract/api/channels.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const listChannels = (deps: {
  readonly channels: ChannelReader;
  readonly callbacksBaseUrl: string;
}): BoundRoute =>
  bind(contract, async ({ query }, { tenant }) => {
    const { channels, hasMore } = await list(deps, tenant, {
      limit: query.limit,
      startingAfter: query.starting_after,
    });
    return {
      data: channels.map((channel) => presentChannel(channel, deps.callbacksBaseUrl)),
      has_more: hasMore,
    };
  });
