import {
  type CreateChannelDeps,
  createChannel as create,
} from '#shared/application/routing/create-channel.ts';
import { presentChannel } from '#shared/application/routing/present-channel.ts';
import { createChannel as contract } from '#shared/contract/api/channels.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const createChannel = (
  deps: CreateChannelDeps & { readonly callbacksBaseUrl: string },
): BoundRoute =>
  bind(contract, async ({ body }, { tenant }) =>
    presentChannel(await create(deps, tenant, body), deps.callbacksBaseUrl),
  );
