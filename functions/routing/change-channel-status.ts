import type { ChannelStore } from '#shared/application/ports/channel-store.ts';
import type { Runtime } from '#shared/application/ports/runtime.ts';
import {
  changeChannelStatus as change,
  changeProviderStatus,
} from '#shared/application/routing/change-channel-status.ts';
import { presentChannel } from '#shared/application/routing/present-channel.ts';
import {
  drainChannel,
  drainProviderChannels,
  enableChannel,
  enableProviderChannels,
  freezeChannel,
  freezeProviderChannels,
} from '#shared/contract/api/channel-status.ts';
import type { ChannelStatus } from '#shared/domain/channels/channel.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

interface Deps {
  readonly channels: ChannelStore;
  readonly runtime: Pick<Runtime, 'now'>;
  readonly callbacksBaseUrl: string;
}

const route = (deps: Deps, contract: typeof drainChannel, status: ChannelStatus): BoundRoute =>
  bind(contract, async ({ params }, { tenant }) =>
    presentChannel(await change(deps, tenant, params.channelId, status), deps.callbacksBaseUrl),
  );

const providerRoute = (
  deps: Deps,
  contract: typeof drainProviderChannels,
  status: ChannelStatus,
): BoundRoute =>
  bind(contract, async ({ params }, { tenant }) => {
    const changed = await changeProviderStatus(deps, tenant, params.provider, status);
    return { data: changed.map((channel) => presentChannel(channel, deps.callbacksBaseUrl)) };
  });

export const changeChannelStatus = (deps: Deps): readonly BoundRoute[] => [
  route(deps, drainChannel, 'draining'),
  route(deps, freezeChannel, 'frozen'),
  route(deps, enableChannel, 'enabled'),
  providerRoute(deps, drainProviderChannels, 'draining'),
  providerRoute(deps, freezeProviderChannels, 'frozen'),
  providerRoute(deps, enableProviderChannels, 'enabled'),
];
