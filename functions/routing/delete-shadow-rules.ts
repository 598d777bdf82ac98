import type { RuleStore } from '#shared/application/ports/rule-store.ts';
import { deleteShadowRules as remove } from '#shared/application/routing/delete-shadow-rules.ts';
import { deleteShadowRoutingRules as contract } from '#shared/contract/api/routing-rules.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const deleteShadowRules = (deps: { readonly rules: RuleStore }): BoundRoute =>
  bind(contract, async (_input, { tenant }) => {
    const version = await remove(deps, tenant);
    return {
      object: 'routing_rule_set' as const,
      id: String(version),
      version,
      deleted: true as const,
    };
  });
