import { AppError } from '../../domain/errors/app-error.ts';
import { checkRuleSet } from '../../domain/routing/rules/check-rule-set.ts';
import { type RuleSet, ruleSetSchema } from '../../domain/routing/rules/rule-set-schema.ts';

/**
 * A set of rules as a merchant sent it, when it makes sense for their channels.
 *
 * @throws AppError invalid_parameter with the path of what is wrong
 */
export const checkedRules = (set: unknown, channelIds: readonly string[]): RuleSet => {
  const problem = checkRuleSet(set, { channelIds });
  if (!problem) return ruleSetSchema.parse(set);
  const { path, message } = problem;
  throw new AppError('invalid_parameter', `"${path}" in the body: ${message}.`, { param: path });
};
