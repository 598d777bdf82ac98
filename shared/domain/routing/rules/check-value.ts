import type { Field } from './field.ts';
import type { Operator } from './operators.ts';
import { RULE_LIMITS } from './rule-limits.ts';
import { firstProblem, oneOf, partOf, type RuleProblem, shown } from './rule-problem.ts';

/** What a value is compared with, and how. */
export interface ValueScope {
  readonly name: string;
  readonly field: Field;
  readonly op: Operator;
  /** The only channels there are, when the value names channels. */
  readonly channelIds: readonly string[] | undefined;
}

const WANTS_LIST: readonly Operator[] = ['in', 'not_in', 'has_any'];

/** The first problem of a comparison's value: a wrong type, an impossible value, a list that is empty or too long. */
export const checkValue = (
  value: unknown,
  path: string,
  scope: ValueScope,
): RuleProblem | undefined => {
  if (scope.op === 'between') return checkRange(value, path, scope);
  if (!WANTS_LIST.includes(scope.op)) return checkOne(value, path, scope);
  if (!Array.isArray(value)) {
    return { path, message: `${shown(value)} is no list, which "${scope.op}" needs` };
  }
  if (value.length === 0) {
    return { path, message: `the list is empty: "${scope.op}" needs one value or more` };
  }
  if (value.length > RULE_LIMITS.listValues) {
    return {
      path,
      message: `the list has ${value.length} values: ${RULE_LIMITS.listValues} are the most`,
    };
  }
  return firstProblem(value, (member, index) => checkOne(member, partOf(path, index), scope));
};

const checkRange = (value: unknown, path: string, scope: ValueScope): RuleProblem | undefined => {
  if (!Array.isArray(value) || value.length !== 2) {
    return { path, message: '"between" needs a list of two numbers: the least and the greatest' };
  }
  const wrong = firstProblem(value, (member, index) =>
    checkOne(member, partOf(path, index), scope),
  );
  if (wrong) return wrong;
  const [least, greatest] = value;
  return least > greatest
    ? {
        path,
        message: `nothing is between ${least} and ${greatest}: the smaller number comes first`,
      }
    : undefined;
};

const checkOne = (value: unknown, path: string, scope: ValueScope): RuleProblem | undefined => {
  switch (scope.field.type) {
    case 'number':
      return checkNumber(value, path, scope);
    case 'boolean':
      return typeof value === 'boolean'
        ? undefined
        : { path, message: `${shown(value)} is not true or false, which "${scope.name}" is` };
    case 'text':
    case 'set':
      return checkText(value, path, scope);
  }
};

const checkNumber = (
  value: unknown,
  path: string,
  { name, field: { min = 0, max = Number.MAX_SAFE_INTEGER, unit } }: ValueScope,
): RuleProblem | undefined => {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return {
      path,
      message: `${shown(value)} is not a whole number${unit ? ` of ${unit}` : ''}, which "${name}" is`,
    };
  }
  return value < min || value > max
    ? { path, message: `${value} cannot be a value of "${name}": it is from ${min} to ${max}` }
    : undefined;
};

const checkText = (
  value: unknown,
  path: string,
  { name, field: { values }, channelIds }: ValueScope,
): RuleProblem | undefined => {
  if (typeof value !== 'string') {
    return { path, message: `${shown(value)} is not a text, which "${name}" is` };
  }
  if (values && !values.includes(value)) {
    return {
      path,
      message: `${shown(value)} is not a value of "${name}": use ${oneOf(values)}`,
    };
  }
  if (channelIds) return checkChannelId(value, path, channelIds);
  return value === '' || value.length > RULE_LIMITS.textLength
    ? { path, message: `a text has 1 to ${RULE_LIMITS.textLength} characters` }
    : undefined;
};

export const checkChannelId = (
  id: string,
  path: string,
  channelIds: readonly string[],
): RuleProblem | undefined =>
  channelIds.includes(id)
    ? undefined
    : { path, message: `${shown(id)} is not one of your channels` };
