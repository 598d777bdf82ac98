import type { ChannelReader } from '#shared/application/ports/channel-store.ts';
import type { KnowledgeReader } from '#shared/application/ports/learning-store.ts';
import type { Runtime } from '#shared/application/ports/runtime.ts';
import { adviseOnChannels as advise } from '#shared/application/routing/advise-on-channels.ts';
import { adviseOnChannels as contract } from '#shared/contract/api/channels.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const adviseOnChannels = (deps: {
  readonly channels: ChannelReader;
  readonly knowledge: KnowledgeReader;
  readonly runtime: Pick<Runtime, 'now'>;
}): BoundRoute => bind(contract, (_input, { tenant }) => advise(deps, tenant, deps.runtime.now()));
