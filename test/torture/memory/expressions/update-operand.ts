import { invalid, notModelled } from '../refusals.ts';
import { isNumber } from '../values/compare-values.ts';
import { addNumbers } from '../values/exact-number.ts';
import { isValueNext, type Operand, readPath, readValue } from './operand.ts';
import type { TokenReader } from './token-reader.ts';
import { wrongType } from './update-values.ts';

/** Reads what is assigned: `:a`, `b`, `b + :a`, `if_not_exists(b, :a) - c`, `list_append(b, :a)`. */
export const readAssigned = (tokens: TokenReader): Operand => {
  const left = readTerm(tokens);
  if (tokens.takeIf('+')) return sum(left, readTerm(tokens), 1);
  if (tokens.takeIf('-')) return sum(left, readTerm(tokens), -1);
  return left;
};

const readTerm = (tokens: TokenReader): Operand => {
  if (isValueNext(tokens)) return readValue(tokens);
  if (tokens.peekAfter() !== '(') return existing(readPath(tokens));
  const name = tokens.take();
  tokens.expect('(');
  const value = readFunction(name, tokens);
  tokens.expect(')');
  return value;
};

const readFunction = (name: string, tokens: TokenReader): Operand => {
  switch (name) {
    case 'if_not_exists': {
      const path = readPath(tokens);
      tokens.expect(',');
      const otherwise = readTerm(tokens);
      return (scope) => {
        const value = path(scope);
        return value === undefined ? otherwise(scope) : value;
      };
    }
    case 'list_append': {
      const first = readTerm(tokens);
      tokens.expect(',');
      const last = readTerm(tokens);
      return (scope) => append(first(scope), last(scope));
    }
    default:
      throw notModelled(`the function ${name}`);
  }
};

const existing =
  (path: Operand): Operand =>
  (scope) => {
    const value = path(scope);
    if (value !== undefined) return value;
    throw invalid('The provided expression refers to an attribute that does not exist in the item');
  };

const sum =
  (left: Operand, right: Operand, sign: 1 | -1): Operand =>
  (scope) => {
    const [a, b] = [left(scope), right(scope)];
    if (!isNumber(a) || !isNumber(b)) throw wrongType();
    return addNumbers(a, b, sign);
  };

const append = (first: unknown, last: unknown): unknown[] => {
  if (!Array.isArray(first) || !Array.isArray(last)) throw wrongType();
  return [...first, ...last];
};
