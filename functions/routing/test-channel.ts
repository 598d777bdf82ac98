import {
  type TestChannelDeps,
  testChannel as test,
} from '#shared/application/routing/test-channel.ts';
import { testChannel as contract } from '#shared/contract/api/channels.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const testChannel = (deps: TestChannelDeps): BoundRoute =>
  bind(contract, ({ params }, { tenant }) => test(deps, tenant, params.channelId));
