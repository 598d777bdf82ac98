import type { Test } from './compile-condition.ts';
import { compileSelector, type Selector } from './compile-selector.ts';
import { compileWhen, NEVER } from './compile-when.ts';
import type { PaymentFacts } from './facts.ts';
import type { Rule, RuleAction, RuleSet } from './rule-set-schema.ts';

/**
 * A rule ready to run. Rules that place channels (`prefer`, `force_order`, `split`) have tiers of their own, an earlier
 * rule lower ones: the first rule that places a channel decides where it stands.
 */
export interface ReadyRule {
  readonly when: Test<PaymentFacts>;
  readonly stop: boolean;
  readonly action: RuleAction;
  /** Number of the rule's first selector; the others follow. */
  readonly selector: number;
  readonly selectorCount: number;
  /** Of the rule's first place; below 0. */
  readonly tier: number;
}

/** Makes every rule ready, in place; one that is not enabled applies to no payment. */
export const readyRules = ({
  rules,
}: RuleSet): { rules: readonly ReadyRule[]; selectors: readonly Selector[] } => {
  const selectors: Selector[] = [];
  const chosen = rules.map((rule) => (isEnabled(rule) ? selectorsOf(rule.then) : []));
  const tiers = rules.map((rule, index) => tiersOf(rule.then, chosen[index] ?? []));
  let tier = -tiers.reduce((sum, count) => sum + count, 0);
  const ready = rules.map((rule, index): ReadyRule => {
    const own = chosen[index] ?? [];
    const made = {
      when: isEnabled(rule) ? compileWhen(rule.when) : NEVER,
      stop: rule.stop === true,
      action: rule.then,
      selector: selectors.length,
      selectorCount: own.length,
      tier,
    };
    selectors.push(...own);
    tier += tiers[index] ?? 0;
    return made;
  });
  return { rules: ready, selectors };
};

const isEnabled = ({ enabled }: Rule): boolean => enabled !== false;

const selectorsOf = (action: RuleAction): readonly Selector[] => {
  switch (action.action) {
    case 'force_order':
      return action.order.map(compileSelector);
    case 'split':
      return action.shares.map(({ channels }) => compileSelector(channels));
    default:
      return [compileSelector(action.channels)];
  }
};

const tiersOf = ({ action }: RuleAction, chosen: readonly Selector[]): number => {
  if (action === 'force_order') return chosen.length;
  return action === 'prefer' || action === 'split' ? 1 : 0;
};
