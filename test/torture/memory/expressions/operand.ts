import { invalid, notModelled } from '../refusals.ts';
import type { Item } from '../values/copy-value.ts';
import type { Placeholders } from './placeholders.ts';
import type { TokenReader } from './token-reader.ts';

/** What an expression is about: an item and what the placeholders stand for. */
export interface Scope extends Placeholders {
  readonly item: Item;
}

/** Gives a value; `undefined` when the item has no such attribute. */
export type Operand = (scope: Scope) => unknown;

const NAME = /^(#\w+|[A-Za-z]\w*)$/;

/** An attribute's name, or the placeholder that stands for it. */
export const readName = (tokens: TokenReader): string => {
  const name = tokens.take();
  if (!NAME.test(name)) throw invalid(`Syntax error; token: "${name}", expected an attribute`);
  return name;
};

export const readValueName = (tokens: TokenReader): string => {
  const name = tokens.take();
  if (!name.startsWith(':')) throw invalid(`Syntax error; token: "${name}", expected a value`);
  return name;
};

/** The attribute that a name or placeholder means. */
export const nameIn = ({ names }: Placeholders, name: string): string =>
  name.startsWith('#') ? (names[name] as string) : name;

export const isValueNext = (tokens: TokenReader): boolean => tokens.peek().startsWith(':');

export const readValue = (tokens: TokenReader): Operand => {
  const name = readValueName(tokens);
  return ({ values }) => values[name];
};

/** An attribute that is no part of another: this stand-in writes and projects no others. */
export const readTopLevelName = (tokens: TokenReader): string => {
  const name = readName(tokens);
  if (tokens.peek() === '.' || tokens.peek() === '[') throw notModelled('nested paths here');
  return name;
};

/** An attribute, or what is in it: `a`, `a.b`, `a[0].b`. */
export const readPath = (tokens: TokenReader): Operand => {
  const name = readName(tokens);
  let path: Operand = (scope) => fieldOf(scope.item, nameIn(scope, name));
  for (;;) {
    const outer = path;
    if (tokens.takeIf('.')) {
      const field = readName(tokens);
      path = (scope) => fieldOf(outer(scope), nameIn(scope, field));
    } else if (tokens.takeIf('[')) {
      const index = readIndex(tokens);
      path = (scope) => entryOf(outer(scope), index);
    } else {
      return path;
    }
  }
};

const readIndex = (tokens: TokenReader): number => {
  const index = tokens.take();
  if (!/^\d+$/.test(index)) throw invalid(`Syntax error; token: "${index}", expected an index`);
  tokens.expect(']');
  return Number(index);
};

const fieldOf = (value: unknown, name: string): unknown =>
  isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;

const entryOf = (value: unknown, index: number): unknown =>
  Array.isArray(value) ? value[index] : undefined;

const isMap = (value: unknown): value is Item =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Set) &&
  !(value instanceof Uint8Array);
