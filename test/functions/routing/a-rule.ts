import { ruleSetObject } from '#shared/contract/api/routing-rules.ts';
import type { Rule } from '#shared/domain/routing/rules/rule-set-schema.ts';
import { ruleSchema } from '#shared/domain/routing/rules/rule-set-schema.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import type { RoutingApi } from './routing-api.ts';

/** A rule for every payment, from the JSON that a merchant sends. */
export const aRule = (id = 'cheapest-first', changes: Partial<Rule> = {}): Rule =>
  ruleSchema.parse({
    ...JSON.parse(
      `{"id":"${id}","then":{"action":"prefer","channels":{"field":"fee_rank","op":"eq","value":1}}}`,
    ),
    ...changes,
  });

/** Writes rules and gives what the API answered. */
export const putRules = async (
  { call }: RoutingApi,
  key: Caller,
  body: Record<string, unknown> = {},
) => {
  const reply = await call(key, 'PUT /v1/routing/rules', { rules: [aRule()], ...body });
  if (reply.status !== 200) throw new Error(`no rules were written: ${reply.text}`);
  return ruleSetObject.parse(reply.body);
};
