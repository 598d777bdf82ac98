import { type Rule, ruleSchema } from './rule-set-schema.ts';

/** The rules that most shops want first, each one line of JSON as a merchant sends it. */
export const EXAMPLE_RULE_LINES = [
  '{"id":"low-fee-small","when":{"field":"amount","op":"lt","value":1000},"then":{"action":"prefer","channels":{"field":"fee_rank","op":"eq","value":1}}}',
  '{"id":"bank-for-large","when":{"field":"amount","op":"gt","value":100000},"then":{"action":"prefer","channels":{"field":"tags","op":"has","value":"bank"}}}',
  '{"id":"strict-at-night","when":{"field":"hour","op":"in","value":[0,1,2,3,4,5]},"then":{"action":"restrict_to","channels":{"field":"tags","op":"has","value":"strict"}}}',
  '{"id":"as-last-time","when":{"field":"returning_buyer","op":"eq","value":true},"then":{"action":"prefer","channels":{"field":"preferred","op":"eq","value":true}}}',
  '{"id":"best-recent-success","then":{"action":"prefer","channels":{"field":"success_rank","op":"eq","value":1}}}',
] as const;

/** The lines of {@link EXAMPLE_RULE_LINES} as a list of rules. */
export const EXAMPLE_RULES: readonly Rule[] = EXAMPLE_RULE_LINES.map((line) =>
  ruleSchema.parse(JSON.parse(line)),
);
