import type { z } from 'zod';
import type { ruleSetObject } from '../../contract/api/routing-rules.ts';
import type { RulePointer, RuleVersion } from '../ports/rule-store.ts';

/** A version of a tenant's rules as the API shows it. */
export const presentRuleSet = (
  { version, set, createdAt, createdBy, actor, rolledBackFrom }: RuleVersion,
  { active, shadow }: Pick<RulePointer, 'active' | 'shadow'>,
): z.input<typeof ruleSetObject> => ({
  object: 'routing_rule_set',
  id: String(version),
  version,
  state: version === active ? 'active' : version === shadow ? 'shadow' : 'past',
  time_zone: set.time_zone,
  rules: set.rules,
  created_at: createdAt,
  created_by: createdBy,
  actor: actor ?? null,
  rolled_back_from: rolledBackFrom ?? null,
});
