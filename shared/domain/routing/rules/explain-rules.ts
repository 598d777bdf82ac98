import type { CompiledRules, RuleEffects } from './compile-rules.ts';
import { explainRule, type RuleFinding, type RuleReason } from './explain-rule.ts';
import type { Rule } from './rule-set-schema.ts';

export type { RuleReason };

/**
 * What the rules did to one channel for the payment they were applied to last, in the order of the rules.
 *
 * @param place the channel's place in the list that the rules were applied to
 */
export const explainRules = (
  { rules }: Pick<CompiledRules, 'rules'>,
  { matched, count, marks, channelCount }: RuleEffects,
  place: number,
): readonly RuleReason[] =>
  matched.slice(0, count).flatMap((index, k) => {
    const mark = marks[k * channelCount + place] ?? 0;
    const rule = rules[index];
    return rule && mark > 0 ? [explainRule(findingOf(rule, mark))] : [];
  });

/** @param mark see `RuleEffects.marks`; not 0 */
const findingOf = ({ id: rule, then }: Rule, mark: number): RuleFinding => {
  switch (then.action) {
    case 'prefer':
      return { code: 'rule_prefers', rule };
    case 'exclude':
      return { code: 'rule_excludes', rule };
    case 'restrict_to':
      return { code: 'rule_restricts', rule };
    case 'weight':
      return { code: 'rule_weighs', rule, percent: then.percent };
    case 'force_order':
      return { code: 'rule_orders', rule, place: mark };
    case 'split':
      return { code: 'rule_splits', rule, share: then.shares[mark - 1]?.share ?? 0 };
  }
};
