import type { ChannelReader } from '#shared/application/ports/channel-store.ts';
import { presentChannel } from '#shared/application/routing/present-channel.ts';
import { readChannel as read } from '#shared/application/routing/read-channel.ts';
import { readChannel as contract } from '#shared/contract/api/channels.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const readChannel = (deps: {
  readonly channels: ChannelReader;
  readonly callbacksBaseUrl: string;
}): BoundRoute =>
  bind(contract, async ({ params }, { tenant }) =>
    presentChannel(await read(deps, tenant, params.channelId), deps.callbacksBaseUrl),
  );
