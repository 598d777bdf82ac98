import {
  type ReplayDeps,
  replayRouting as replay,
} from '#shared/application/routing/replay-routing.ts';
import { replayRouting as contract } from '#shared/contract/api/routing-replays.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const replayRouting = (deps: ReplayDeps): BoundRoute =>
  bind(contract, ({ body }, { tenant }) => replay(deps, tenant, body));
