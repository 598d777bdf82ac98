import { compileRules } from '#shared/domain/routing/rules/compile-rules.ts';
import { matchMask } from '#shared/domain/routing/rules/match-mask.ts';
import type { PaymentField } from '#shared/domain/routing/rules/payment-fields.ts';
import {
  type Comparison,
  type RuleSet,
  ruleSetSchema,
} from '#shared/domain/routing/rules/rule-set-schema.ts';
import type { NeutralCondition, NeutralRule } from '../rules/neutral-rule.ts';
import type { MakeEngine } from './engine.ts';

const FIELDS: Readonly<Record<NeutralCondition[0], PaymentField>> = {
  amountMinor: 'amount',
  currency: 'currency',
  method: 'method',
  device: 'device',
  region: 'region',
  hour: 'hour',
  weekday: 'weekday',
  issuer: 'issuer',
  product: 'product',
  quantity: 'quantity',
  riskLevel: 'risk_level',
  returningBuyer: 'returning_buyer',
  paidOrders: 'paid_orders',
};

const OPERATORS = {
  is: 'eq',
  is_not: 'ne',
  below: 'lt',
  at_least: 'gte',
  between: 'between',
  one_of: 'in',
  none_of: 'not_in',
} as const;

/** The rules as a merchant would send them. */
export const asRuleSet = (rules: readonly NeutralRule[]): RuleSet =>
  ruleSetSchema.parse({
    rules: rules.map(({ id, all, action }) => ({
      id,
      when: { all: all.map(asComparison) },
      // biome-ignore lint/suspicious/noThenProperty: the word of the rules' own form
      then: action,
    })),
  });

const asComparison = ([field, relation, value]: NeutralCondition): Comparison<PaymentField> => ({
  field: FIELDS[field],
  op: OPERATORS[relation],
  value,
});

/** Our own rules: conditions become functions once. */
export const arteria: MakeEngine = (rules) => {
  const compiled = compileRules(asRuleSet(rules), 1);
  return {
    name: 'arteria rules',
    kind: 'sync',
    match: ({ facts }) => matchMask(compiled, facts)[0] ?? 0,
  };
};
