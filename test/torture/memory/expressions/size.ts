import { notModelled } from '../refusals.ts';
import { typeOf } from '../values/compare-values.ts';
import { type Operand, readPath } from './operand.ts';
import type { TokenReader } from './token-reader.ts';

/** Reads `size(path)`, a number; `undefined` when something else is next. */
export const readSize = (tokens: TokenReader): Operand | undefined => {
  if (tokens.peek() !== 'size' || tokens.peekAfter() !== '(') return undefined;
  tokens.expect('SIZE');
  tokens.expect('(');
  const path = readPath(tokens);
  tokens.expect(')');
  return (scope) => {
    const value = path(scope);
    return value === undefined ? undefined : sizeOf(value);
  };
};

const PLAIN_TEXT = /^[\0-\x7F]*$/;

/** `undefined` for what has no size. */
const sizeOf = (value: unknown): number | undefined => {
  switch (typeOf(value)) {
    case 'S':
      // The documentation does not say whether it counts characters or bytes.
      if (!PLAIN_TEXT.test(value as string)) throw notModelled('the size of text beyond ASCII');
      return (value as string).length;
    case 'B':
    case 'L':
      return (value as Uint8Array | unknown[]).length;
    case 'SS':
    case 'NS':
      return (value as Set<unknown>).size;
    case 'M':
      return Object.keys(value as object).length;
    default:
      return undefined;
  }
};
