import { parse } from '@marcbachmann/cel-js';
import type { NeutralCondition } from '../rules/neutral-rule.ts';
import type { MakeEngine } from './engine.ts';

/** CEL (Common Expression Language) by @marcbachmann/cel-js: every rule is parsed once. */
export const cel: MakeEngine = (rules) => {
  const tests = rules.map(({ all }) => parse(all.map(asExpression).join(' && ')));
  return {
    name: '@marcbachmann/cel-js',
    kind: 'sync',
    match: ({ facts }) => {
      let mask = 0;
      for (let index = 0; index < tests.length; index += 1) {
        if (tests[index]?.(facts) === true) mask |= 1 << index;
      }
      return mask;
    },
  };
};

const asExpression = ([field, relation, value]: NeutralCondition): string => {
  switch (relation) {
    case 'is':
      return `${field} == ${literal(value)}`;
    case 'is_not':
      return `${field} != ${literal(value)}`;
    case 'below':
      return `${field} < ${literal(value)}`;
    case 'at_least':
      return `${field} >= ${literal(value)}`;
    case 'between':
      return `${field} >= ${literal(value[0])} && ${field} <= ${literal(value[1])}`;
    case 'one_of':
      return `${field} in [${value.map(literal).join(', ')}]`;
    case 'none_of':
      return `!(${field} in [${value.map(literal).join(', ')}])`;
  }
};

/** A JavaScript number is a double in CEL: literals are doubles too, so that no number has to be converted. */
const literal = (value: number | string | boolean): string =>
  typeof value === 'number' ? `${value}.0` : JSON.stringify(value);
