import { presentRuleSet } from '#shared/application/routing/present-rule-set.ts';
import {
  type WriteRulesDeps,
  writeRules as write,
} from '#shared/application/routing/write-rules.ts';
import { writeRoutingRules as contract } from '#shared/contract/api/routing-rules.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const writeRules = (deps: WriteRulesDeps): BoundRoute =>
  bind(contract, async ({ body }, { tenant, keyId }) => {
    const { version, pointer } = await write(deps, { tenant, keyId }, body);
    return presentRuleSet(version, pointer);
  });
