import { invalid } from '../refusals.ts';
import { copyItem, type Item } from '../values/copy-value.ts';
import type { Parsed } from './parse-once.ts';

/** What a call's expressions stand for. */
export interface Placeholders {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
}

export interface PlaceholderInput {
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, unknown> | undefined;
}

const NONE = Object.freeze({});

/** Reads a call's placeholders; like DynamoDB, it refuses one that is missing and one that is not used. */
export const readPlaceholders = (
  input: PlaceholderInput,
  ...expressions: readonly (Parsed<unknown> | undefined)[]
): Placeholders => {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  return {
    names: checked('names', names, expressions),
    values: checked('values', values && copyItem(values), expressions),
  };
};

const checked = <Given extends Item>(
  kind: 'names' | 'values',
  given: Given | undefined,
  expressions: readonly (Parsed<unknown> | undefined)[],
): Given => {
  for (const expression of expressions) {
    for (const name of expression?.[kind] ?? []) {
      if (given?.[name] === undefined) throw invalid(`An expression uses ${name}, not defined`);
    }
  }
  if (!given) return NONE as Given;
  for (const name in given) {
    if (!expressions.some((expression) => expression?.[kind].has(name))) {
      throw invalid(`Among the attribute ${kind} is one unused in expressions: ${name}`);
    }
  }
  if (Object.keys(given).length === 0) throw invalid(`The attribute ${kind} must not be empty`);
  return given;
};
