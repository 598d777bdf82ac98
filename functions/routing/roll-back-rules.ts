import type { RuleStore } from '#shared/application/ports/rule-store.ts';
import type { Runtime } from '#shared/application/ports/runtime.ts';
import { presentRuleSet } from '#shared/application/routing/present-rule-set.ts';
import { rollBackRules as rollBack } from '#shared/application/routing/roll-back-rules.ts';
import { rollBackRoutingRules as contract } from '#shared/contract/api/routing-rules.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const rollBackRules = (deps: {
  readonly rules: RuleStore;
  readonly runtime: Pick<Runtime, 'now'>;
}): BoundRoute =>
  bind(contract, async ({ body }, { tenant, keyId }) => {
    const { version, pointer } = await rollBack(
      deps,
      { tenant, keyId, actor: body.actor },
      { version: body.version, expectedVersion: body.expected_version },
    );
    return presentRuleSet(version, pointer);
  });
