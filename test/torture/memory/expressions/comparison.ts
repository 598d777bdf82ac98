import { invalid, notModelled } from '../refusals.ts';
import { compareValues, equalValues, typeOf } from '../values/compare-values.ts';
import type { Condition } from './condition.ts';
import { isValueNext, type Operand, readPath, readValue } from './operand.ts';
import { readSize } from './size.ts';
import type { TokenReader } from './token-reader.ts';

interface Side {
  readonly get: Operand;
  /** Given with the call rather than stored: then a type that has no order is the caller's error. */
  readonly isGiven: boolean;
}

/** Reads `a = b`, `a < :b`, `size(a) >= :n`, `a BETWEEN :b AND :c`, … */
export const readComparison = (tokens: TokenReader): Condition => {
  const left = readSide(tokens);
  if (tokens.takeIf('BETWEEN')) return readBetween(left, tokens);
  if (tokens.takeIf('IN')) throw notModelled('IN');
  const operator = tokens.take();
  const right = readSide(tokens);
  switch (operator) {
    case '=':
      return (scope) => isEqual(left.get(scope), right.get(scope));
    // Nothing is equal to an attribute that is missing.
    case '<>':
      return (scope) => !isEqual(left.get(scope), right.get(scope));
    case '<':
      return ordered(left, right, operator, (order) => order < 0);
    case '<=':
      return ordered(left, right, operator, (order) => order <= 0);
    case '>':
      return ordered(left, right, operator, (order) => order > 0);
    case '>=':
      return ordered(left, right, operator, (order) => order >= 0);
    default:
      throw invalid(`Syntax error; token: "${operator}", expected an operator`);
  }
};

const readSide = (tokens: TokenReader): Side => {
  if (isValueNext(tokens)) return { get: readValue(tokens), isGiven: true };
  return { get: readSize(tokens) ?? readPath(tokens), isGiven: false };
};

const isEqual = (a: unknown, b: unknown): boolean => a !== undefined && equalValues(a, b);

const ordered = (
  left: Side,
  right: Side,
  operator: string,
  holds: (order: number) => boolean,
): Condition => {
  const [a, b] = [left, right].map((side) => orderable(side, operator)) as [Operand, Operand];
  return (scope) => {
    const order = compareValues(a(scope), b(scope));
    return order !== undefined && holds(order);
  };
};

const readBetween = (side: Side, tokens: TokenReader): Condition => {
  const value = orderable(side, 'BETWEEN');
  const low = readSide(tokens);
  tokens.expect('AND');
  const high = readSide(tokens);
  const [from, to] = [orderable(low, 'BETWEEN'), orderable(high, 'BETWEEN')];
  return (scope) => {
    const [lowest, highest] = [from(scope), to(scope)];
    if (low.isGiven && high.isGiven) checkBounds(lowest, highest);
    const [toLow, toHigh] = [
      compareValues(value(scope), lowest),
      compareValues(value(scope), highest),
    ];
    return toLow !== undefined && toHigh !== undefined && toLow >= 0 && toHigh <= 0;
  };
};

/** DynamoDB refuses bounds that no value can be between. */
export const checkBounds = (lowest: unknown, highest: unknown): void => {
  const order = compareValues(lowest, highest);
  if (order === undefined) {
    throw invalid('The BETWEEN operator requires same data type for lower and upper bounds');
  }
  if (order > 0) {
    throw invalid(
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound',
    );
  }
};

const ORDERED_TYPES = new Set(['S', 'N', 'B']);

const orderable = ({ get, isGiven }: Side, operator: string): Operand =>
  isGiven
    ? (scope) => {
        const value = get(scope);
        if (ORDERED_TYPES.has(typeOf(value))) return value;
        throw invalid(
          `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${typeOf(value)}`,
        );
      }
    : get;
