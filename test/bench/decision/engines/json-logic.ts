import jsonLogic from 'json-logic-js';
import type { NeutralCondition } from '../rules/neutral-rule.ts';
import type { MakeEngine } from './engine.ts';

/** json-logic-js: the JSON of each rule is walked for every payment. */
export const jsonLogicJs: MakeEngine = (rules) => {
  const logics = rules.map(({ all }) => ({ and: all.map(asLogic) }));
  return {
    name: 'json-logic-js',
    kind: 'sync',
    match: ({ facts }) => {
      let mask = 0;
      for (let index = 0; index < logics.length; index += 1) {
        if (jsonLogic.apply(logics[index], facts) === true) mask |= 1 << index;
      }
      return mask;
    },
  };
};

const asLogic = ([field, relation, value]: NeutralCondition): unknown => {
  const known = { var: field };
  switch (relation) {
    case 'is':
      return { '===': [known, value] };
    case 'is_not':
      return { '!==': [known, value] };
    case 'below':
      return { '<': [known, value] };
    case 'at_least':
      return { '>=': [known, value] };
    case 'between':
      return { '<=': [value[0], known, value[1]] };
    case 'one_of':
      return { in: [known, value] };
    case 'none_of':
      return { '!': [{ in: [known, value] }] };
  }
};
