import { presentChannel } from '#shared/application/routing/present-channel.ts';
import {
  type UpdateChannelDeps,
  updateChannel as update,
} from '#shared/application/routing/update-channel.ts';
import { updateChannel as contract } from '#shared/contract/api/channels.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const updateChannel = (
  deps: UpdateChannelDeps & { readonly callbacksBaseUrl: string },
): BoundRoute =>
  bind(contract, async ({ params, body }, { tenant }) =>
    presentChannel(await update(deps, tenant, params.channelId, body), deps.callbacksBaseUrl),
  );
