import { Engine, type RuleProperties } from 'json-rules-engine';
import type { NeutralCondition, NeutralRule } from '../rules/neutral-rule.ts';
import type { MakeEngine } from './engine.ts';

const OPERATORS = {
  is: 'equal',
  is_not: 'notEqual',
  below: 'lessThan',
  at_least: 'greaterThanInclusive',
  // Added below: as two conditions it would cost the engine more.
  between: 'between',
  one_of: 'in',
  none_of: 'notIn',
} as const;

/** json-rules-engine: rules are JSON, facts are looked up in an almanac, everything is a promise. */
export const jsonRulesEngine: MakeEngine = (rules) => {
  const engine = new Engine();
  engine.addOperator<number, [number, number]>(
    'between',
    (fact, [least, greatest]) => fact >= least && fact <= greatest,
  );
  for (const [index, rule] of rules.entries()) engine.addRule(asRule(rule, index));
  return {
    name: 'json-rules-engine',
    kind: 'async',
    match: async ({ facts }) => {
      const { events } = await engine.run(facts);
      return events.reduce((mask, { type }) => mask | (1 << Number(type)), 0);
    },
  };
};

const asRule = ({ all }: NeutralRule, index: number): RuleProperties => ({
  conditions: { all: all.map(asCondition) },
  event: { type: String(index) },
});

const asCondition = ([field, relation, value]: NeutralCondition) => ({
  fact: field,
  operator: OPERATORS[relation],
  value,
});
