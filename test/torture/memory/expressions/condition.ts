import { readComparison } from './comparison.ts';
import { readConditionFunction } from './condition-functions.ts';
import type { Scope } from './operand.ts';
import { parseOnce } from './parse-once.ts';
import type { TokenReader } from './token-reader.ts';

/** Whether it holds. An item that does not exist has no attributes. */
export type Condition = (scope: Scope) => boolean;

/** NOT binds closest, then AND, then OR. */
const readCondition = (tokens: TokenReader): Condition => {
  let condition = readConjunction(tokens);
  while (tokens.takeIf('OR')) {
    const [left, right] = [condition, readConjunction(tokens)];
    condition = (scope) => left(scope) || right(scope);
  }
  return condition;
};

const readConjunction = (tokens: TokenReader): Condition => {
  let condition = readTerm(tokens);
  while (tokens.takeIf('AND')) {
    const [left, right] = [condition, readTerm(tokens)];
    condition = (scope) => left(scope) && right(scope);
  }
  return condition;
};

const readTerm = (tokens: TokenReader): Condition => {
  if (tokens.takeIf('NOT')) {
    const negated = readTerm(tokens);
    return (scope) => !negated(scope);
  }
  if (tokens.takeIf('(')) {
    const inner = readCondition(tokens);
    tokens.expect(')');
    return inner;
  }
  return readConditionFunction(tokens) ?? readComparison(tokens);
};

export const parseCondition = parseOnce('ConditionExpression', readCondition);
