import type { RuleStore } from '#shared/application/ports/rule-store.ts';
import { listRuleVersions as list } from '#shared/application/routing/list-rule-versions.ts';
import { listRoutingRuleVersions as contract } from '#shared/contract/api/routing-rules.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const listRuleVersions = (deps: { readonly rules: RuleStore }): BoundRoute =>
  bind(contract, ({ query }, { tenant }) =>
    list(deps, tenant, {
      limit: query.limit,
      ...(query.starting_after === undefined ? {} : { before: Number(query.starting_after) }),
    }),
  );
