import { invalid } from '../refusals.ts';
import { isNumber, typeOf } from '../values/compare-values.ts';
import { addNumbers } from '../values/exact-number.ts';

/** An operand is there and is no number, no list or no set as it would have to be. */
export const wrongType = (): Error =>
  invalid('An operand in the update expression has an incorrect data type');

/** What ADD makes of an attribute: numbers are added up, sets united; what is missing counts as nothing. */
export const added = (before: unknown, value: unknown): unknown => {
  if (isNumber(value)) {
    if (before === undefined) return value;
    if (isNumber(before)) return addNumbers(before, value);
    throw wrongType();
  }
  return before === undefined
    ? givenSet('ADD', value)
    : storedSet(before, value).union(givenSet('ADD', value));
};

/** What DELETE leaves of a set; nothing instead of an empty one. */
export const without = (before: unknown, value: unknown): unknown => {
  const removed = givenSet('DELETE', value);
  if (before === undefined) return undefined;
  const left = storedSet(before, value).difference(removed);
  return left.size === 0 ? undefined : left;
};

const givenSet = (operator: string, value: unknown): Set<unknown> => {
  if (value instanceof Set) return value;
  throw invalid(
    `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${typeOf(value)}`,
  );
};

const storedSet = (before: unknown, value: unknown): Set<unknown> => {
  if (before instanceof Set && typeOf(before) === typeOf(value)) return before;
  throw wrongType();
};
