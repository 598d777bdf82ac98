import { invalid } from '../refusals.ts';
import type { Item } from '../values/copy-value.ts';
import { nameIn, type Operand, readTopLevelName, readValue, type Scope } from './operand.ts';
import { parseOnce } from './parse-once.ts';
import type { TokenReader } from './token-reader.ts';
import { readAssigned } from './update-operand.ts';
import { added, without } from './update-values.ts';

/** What becomes of one attribute: its new value, or `undefined` when it goes. */
interface Change {
  readonly name: string;
  readonly valueOf: (scope: Scope, before: unknown) => unknown;
  /** Such a change makes no new item. */
  readonly onlyRemoves: boolean;
}

const readUpdate = (tokens: TokenReader): Change[] => {
  const changes: Change[] = [];
  const seen = new Set<string>();
  do {
    const clause = tokens.take().toUpperCase();
    const read = CLAUSES.get(clause);
    if (!read) throw invalid(`Syntax error; token: "${clause}"`);
    if (seen.has(clause)) throw invalid(`The "${clause}" section can only be used once`);
    seen.add(clause);
    changes.push(...tokens.list(read));
  } while (tokens.peek() !== '');
  return changes;
};

const CLAUSES = new Map<string, (tokens: TokenReader) => Change>([
  [
    'SET',
    (tokens) => {
      const name = readTopLevelName(tokens);
      tokens.expect('=');
      return { name, valueOf: readAssigned(tokens), onlyRemoves: false };
    },
  ],
  [
    'REMOVE',
    (tokens) => ({
      name: readTopLevelName(tokens),
      valueOf: () => undefined,
      onlyRemoves: true,
    }),
  ],
  ['ADD', (tokens) => ({ ...readCombined(tokens, added), onlyRemoves: false })],
  ['DELETE', (tokens) => ({ ...readCombined(tokens, without), onlyRemoves: true })],
]);

/** Reads `a :value`, whose new value comes from both. */
const readCombined = (
  tokens: TokenReader,
  combine: (before: unknown, value: unknown) => unknown,
): Pick<Change, 'name' | 'valueOf'> => {
  const name = readTopLevelName(tokens);
  const value: Operand = readValue(tokens);
  return { name, valueOf: (scope, before) => combine(before, value(scope)) };
};

export const parseUpdate = parseOnce('UpdateExpression', readUpdate);

export interface Updated {
  /** `undefined`: there was no item, and an update that only removes makes none. */
  readonly after: Item | undefined;
  /** Attributes that the update names. */
  readonly names: readonly string[];
}

/**
 * Applies changes to an item, every one of which sees the item as it was before all of them. Values may be shared
 * between the old and the new item: neither is ever changed.
 *
 * @param before the item, or `undefined` when there is none
 * @param key what a new item begins with
 */
export const applyUpdate = (
  changes: readonly Change[],
  before: Item | undefined,
  key: Item,
  placeholders: Omit<Scope, 'item'>,
): Updated => {
  const item = before ?? {};
  const scope = { item, names: placeholders.names, values: placeholders.values };
  const after: Record<string, unknown> = { ...(before ?? key) };
  const names: string[] = [];
  for (const change of changes) {
    const name = nameIn(placeholders, change.name);
    if (names.includes(name))
      throw invalid(`Two document paths overlap with each other: [${name}]`);
    if (Object.hasOwn(key, name)) {
      throw invalid(`Cannot update attribute ${name}. This attribute is part of the key`);
    }
    names.push(name);
    const value = change.valueOf(scope, Object.hasOwn(item, name) ? item[name] : undefined);
    if (value === undefined) delete after[name];
    else after[name] = value;
  }
  const makesNone = !before && changes.length > 0 && changes.every((one) => one.onlyRemoves);
  return { after: makesNone ? undefined : after, names };
};
