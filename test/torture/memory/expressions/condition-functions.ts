import { invalid, notModelled } from '../refusals.ts';
import { equalValues, typeOf } from '../values/compare-values.ts';
import type { Condition } from './condition.ts';
import { isValueNext, type Operand, readPath, readValue } from './operand.ts';
import type { TokenReader } from './token-reader.ts';

/** Reads `attribute_exists(a)`, `begins_with(a, :b)`, …; `undefined` when no function is next. */
export const readConditionFunction = (tokens: TokenReader): Condition | undefined => {
  const name = tokens.peek();
  // It gives a number, which a comparison reads.
  if (tokens.peekAfter() !== '(' || name === 'size') return undefined;
  const read = FUNCTIONS.get(name);
  if (!read) throw notModelled(`the function ${name}`);
  tokens.take();
  tokens.expect('(');
  const condition = read(tokens);
  tokens.expect(')');
  return condition;
};

const readOperand = (tokens: TokenReader): Operand =>
  isValueNext(tokens) ? readValue(tokens) : readPath(tokens);

const FUNCTIONS = new Map<string, (tokens: TokenReader) => Condition>([
  [
    'attribute_exists',
    (tokens) => {
      const path = readPath(tokens);
      return (scope) => path(scope) !== undefined;
    },
  ],
  [
    'attribute_not_exists',
    (tokens) => {
      const path = readPath(tokens);
      return (scope) => path(scope) === undefined;
    },
  ],
  [
    'begins_with',
    (tokens) => {
      const whole = readOperand(tokens);
      tokens.expect(',');
      const isGiven = isValueNext(tokens);
      const start = readOperand(tokens);
      return (scope) => {
        const prefix = start(scope);
        if (isGiven) checkPrefix(prefix);
        return beginsWith(whole(scope), prefix);
      };
    },
  ],
  [
    'contains',
    (tokens) => {
      const whole = readOperand(tokens);
      tokens.expect(',');
      const part = readOperand(tokens);
      return (scope) => contains(whole(scope), part(scope));
    },
  ],
]);

const checkPrefix = (prefix: unknown): void => {
  const type = typeOf(prefix);
  if (type !== 'S' && type !== 'B') {
    throw invalid(
      `Incorrect operand type for operator or function; operator or function: begins_with, operand type: ${type}`,
    );
  }
};

const beginsWith = (whole: unknown, prefix: unknown): boolean => {
  if (typeof whole === 'string') return typeof prefix === 'string' && whole.startsWith(prefix);
  if (!(whole instanceof Uint8Array) || !(prefix instanceof Uint8Array)) return false;
  return Buffer.compare(whole.subarray(0, prefix.length), prefix) === 0;
};

/** Text in text, bytes in bytes, an entry of a set or of a list. */
const contains = (whole: unknown, part: unknown): boolean => {
  if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part);
  if (whole instanceof Uint8Array) {
    return part instanceof Uint8Array && Buffer.from(whole).includes(Buffer.from(part));
  }
  if (whole instanceof Set) return whole.has(part);
  return Array.isArray(whole) && whole.some((entry) => equalValues(entry, part));
};
