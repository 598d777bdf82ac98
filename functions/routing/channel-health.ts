import type { ChannelRegistry } from '#shared/application/ports/channel-port.ts';
import type { CapReader, ChannelReader } from '#shared/application/ports/channel-store.ts';
import type { KnowledgeReader } from '#shared/application/ports/learning-store.ts';
import type { Runtime } from '#shared/application/ports/runtime.ts';
import { channelHealth as read } from '#shared/application/routing/channel-health.ts';
import { channelHealth as contract } from '#shared/contract/api/channel-health.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const channelHealth = (deps: {
  readonly channels: ChannelReader & CapReader;
  readonly registry: ChannelRegistry;
  readonly knowledge: KnowledgeReader;
  readonly runtime: Pick<Runtime, 'now'>;
}): BoundRoute => bind(contract, (_input, { tenant }) => read(deps, tenant, deps.runtime.now()));
