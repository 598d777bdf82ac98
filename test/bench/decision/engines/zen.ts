import { createRequire } from 'node:module';
import type { NeutralCondition, NeutralRule } from '../rules/neutral-rule.ts';
import type { RuleEngine } from './engine.ts';

/** The part of the zen engine that the bench uses. */
interface Zen {
  readonly ZenDecisionContent: new (content: object) => object;
  readonly ZenEngine: new () => {
    createDecision(content: object): {
      evaluate(
        context: unknown,
      ): Promise<{ readonly result: readonly { readonly rule: number }[] }>;
    };
  };
}

const BINDING = '@gorules/zen-engine-linux-x64-gnu';

/**
 * GoRules zen: a decision table in Rust that collects all rows that match, compiled once (`ZenDecisionContent`).
 * Undefined where its binary is not installed: the package is for Linux on x64 with glibc.
 */
export const zen = (rules: readonly NeutralRule[]): RuleEngine | undefined => {
  const binding = loadBinding();
  if (!binding) return undefined;
  const { ZenDecisionContent, ZenEngine } = binding;
  const decision = new ZenEngine().createDecision(new ZenDecisionContent(asGraph(rules)));
  return {
    name: '@gorules/zen-engine',
    kind: 'async',
    match: async ({ facts }) => {
      const { result } = await decision.evaluate(facts);
      return result.reduce((mask, { rule }) => mask | (1 << rule), 0);
    },
  };
};

const loadBinding = (): Zen | undefined => {
  try {
    return createRequire(import.meta.url)(BINDING) as Zen;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') {
      return undefined;
    }
    throw error;
  }
};

const asGraph = (rules: readonly NeutralRule[]): object => {
  const fields = [...new Set(rules.flatMap(({ all }) => all.map(([field]) => field)))];
  const table = {
    hitPolicy: 'collect',
    inputs: fields.map((field) => ({ id: field, name: field, field })),
    outputs: [{ id: 'rule', name: 'rule', field: 'rule' }],
    rules: rules.map((rule, index) => ({
      // An empty cell asks nothing; a missing one would match nothing.
      ...Object.fromEntries(fields.map((field) => [field, ''])),
      ...asRow(rule, index),
    })),
  };
  const position = { x: 0, y: 0 };
  return {
    nodes: [
      { id: 'payment', name: 'payment', type: 'inputNode', position },
      { id: 'rules', name: 'rules', type: 'decisionTableNode', position, content: table },
      { id: 'answer', name: 'answer', type: 'outputNode', position },
    ],
    edges: [
      { id: 'first', sourceId: 'payment', targetId: 'rules', type: 'edge' },
      { id: 'second', sourceId: 'rules', targetId: 'answer', type: 'edge' },
    ],
  };
};

const asRow = ({ all }: NeutralRule, index: number): object => ({
  _id: `row-${index}`,
  rule: String(index),
  ...Object.fromEntries(all.map((condition) => [condition[0], asCell(condition)])),
});

const asCell = ([, relation, value]: NeutralCondition): string => {
  switch (relation) {
    case 'is':
      return JSON.stringify(value);
    case 'is_not':
      return `!= ${JSON.stringify(value)}`;
    case 'below':
      return `< ${value}`;
    case 'at_least':
      return `>= ${value}`;
    case 'between':
      return `[${value[0]}..${value[1]}]`;
    case 'one_of':
      return value.map((it) => JSON.stringify(it)).join(', ');
    case 'none_of':
      return `not in ${JSON.stringify(value)}`;
  }
};
