import type { RuleStore } from '#shared/application/ports/rule-store.ts';
import { presentRuleSet } from '#shared/application/routing/present-rule-set.ts';
import { promoteRules as promote } from '#shared/application/routing/promote-rules.ts';
import { promoteRoutingRules as contract } from '#shared/contract/api/routing-rules.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const promoteRules = (deps: { readonly rules: RuleStore }): BoundRoute =>
  bind(contract, async ({ body }, { tenant }) => {
    const { version, pointer } = await promote(deps, tenant, {
      expectedVersion: body.expected_version,
    });
    return presentRuleSet(version, pointer);
  });
