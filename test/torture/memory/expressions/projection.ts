import { copyItem, copyValue, type Item } from '../values/copy-value.ts';
import { nameIn, readTopLevelName } from './operand.ts';
import { type Parsed, parseOnce } from './parse-once.ts';
import type { Placeholders } from './placeholders.ts';

/** Names of the attributes to read. */
export const parseProjection = parseOnce('ProjectionExpression', (tokens) =>
  tokens.list(readTopLevelName),
);

/** How an item is answered: a copy of what the projection names, or of all of it. */
export const projector = (
  projection: Parsed<readonly string[]> | undefined,
  placeholders: Placeholders,
): ((item: Item) => Record<string, unknown>) => {
  if (!projection) return copyItem;
  const names = projection.meaning.map((name) => nameIn(placeholders, name));
  return (item) => pick(item, names);
};

/** A copy of the named attributes, those that are there. */
export const pick = (item: Item, names: readonly string[]): Record<string, unknown> => {
  const picked: Record<string, unknown> = {};
  for (const name of names) if (Object.hasOwn(item, name)) picked[name] = copyValue(item[name]);
  return picked;
};
