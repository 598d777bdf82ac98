import { type ReadRulesDeps, readRules as read } from '#shared/application/routing/read-rules.ts';
import { readRoutingRules as contract } from '#shared/contract/api/routing-rules.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const readRules = (deps: ReadRulesDeps): BoundRoute =>
  bind(contract, (_input, { tenant }) => read(deps, tenant));
