import { invalid, notModelled } from '../refusals.ts';
import { compareText } from '../values/compare-values.ts';
import { checkBounds } from './comparison.ts';
import { nameIn, readName, readValueName } from './operand.ts';
import { parseOnce } from './parse-once.ts';
import type { Placeholders } from './placeholders.ts';
import type { TokenReader } from './token-reader.ts';

/** What one key is asked to be. */
interface KeyTest {
  readonly key: string;
  readonly operator: Operator;
  /** Placeholders: two for BETWEEN, one otherwise. */
  readonly operands: readonly string[];
}

const OPERATORS = ['=', '<', '<=', '>', '>=', 'BETWEEN', 'begins_with'] as const;
type Operator = (typeof OPERATORS)[number];

/** One partition, and which of its sort keys. */
export interface KeyRange {
  readonly partition: string;
  readonly includes: (sort: string) => boolean;
}

const readKeyCondition = (tokens: TokenReader): KeyTest[] => {
  const tests = [readTest(tokens)];
  if (tokens.takeIf('AND')) tests.push(readTest(tokens));
  return tests;
};

const readTest = (tokens: TokenReader): KeyTest => {
  if (tokens.takeIf('(')) {
    const test = readTest(tokens);
    tokens.expect(')');
    return test;
  }
  if (tokens.peekAfter() === '(') return readBeginsWith(tokens);
  const key = readName(tokens);
  if (tokens.takeIf('BETWEEN')) {
    const from = readValueName(tokens);
    tokens.expect('AND');
    return { key, operator: 'BETWEEN', operands: [from, readValueName(tokens)] };
  }
  const token = tokens.take();
  const operator = OPERATORS.find((one) => one === token);
  if (!operator) throw invalid(`Unexpected operator in KeyConditionExpression: ${token}`);
  return { key, operator, operands: [readValueName(tokens)] };
};

const readBeginsWith = (tokens: TokenReader): KeyTest => {
  if (tokens.take() !== 'begins_with') throw notModelled('this function of a key');
  tokens.expect('(');
  const key = readName(tokens);
  tokens.expect(',');
  const operands = [readValueName(tokens)];
  tokens.expect(')');
  return { key, operator: 'begins_with', operands };
};

export const parseKeyCondition = parseOnce('KeyConditionExpression', readKeyCondition);

const ANY = (): boolean => true;

/** The range that a key condition means for a table or index with these keys. */
export const keyRangeOf = (
  tests: readonly KeyTest[],
  placeholders: Placeholders,
  keys: { readonly partitionKey: string; readonly sortKey: string | undefined },
): KeyRange => {
  let partition: string | undefined;
  let includes: KeyRange['includes'] | undefined;
  for (const { key, operator, operands } of tests) {
    const name = nameIn(placeholders, key);
    const values = operands.map((operand) => keyValue(placeholders.values[operand], name));
    if (name === keys.partitionKey && partition === undefined && operator === '=') {
      [partition] = values;
    } else if (name === keys.sortKey && !includes) {
      includes = sortTest(operator, values);
    } else {
      throw invalid(`Query key condition not supported: ${name} ${operator}`);
    }
  }
  if (partition === undefined) {
    throw invalid(`Query condition missed key schema element: ${keys.partitionKey}`);
  }
  return { partition, includes: includes ?? ANY };
};

const keyValue = (value: unknown, name: string): string => {
  if (typeof value !== 'string') {
    throw invalid(`Condition parameter type does not match schema type: ${name}`);
  }
  if (value === '') throw invalid(`An empty string is no key: ${name}`);
  return value;
};

const sortTest = (operator: Operator, values: readonly string[]): KeyRange['includes'] => {
  const [value = '', to = ''] = values;
  switch (operator) {
    case '=':
      return (sort) => sort === value;
    case '<':
      return (sort) => compareText(sort, value) < 0;
    case '<=':
      return (sort) => compareText(sort, value) <= 0;
    case '>':
      return (sort) => compareText(sort, value) > 0;
    case '>=':
      return (sort) => compareText(sort, value) >= 0;
    case 'BETWEEN':
      checkBounds(value, to);
      return (sort) => compareText(sort, value) >= 0 && compareText(sort, to) <= 0;
    case 'begins_with':
      return (sort) => sort.startsWith(value);
  }
};
