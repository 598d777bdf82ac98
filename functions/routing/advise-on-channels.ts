import {
  type AdviseOnChannelsDeps,
  adviseOnChannels as advise,
} from '#shared/application/routing/advise-on-channels.ts';
import { adviseOnChannels as contract } from '#shared/contract/api/channel-health.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const adviseOnChannels = (deps: AdviseOnChannelsDeps): BoundRoute =>
  bind(contract, (_input, { tenant }) => advise(deps, tenant, deps.now()));
