import type { Schema } from './openapi-document.ts';
import { nameOf, typeText } from './type-text.ts';

export interface FieldRow {
  /** With the path through objects and lists: `cards[].value`. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  readonly defaultText: string | undefined;
}

const DEPTH = 4;

/** The fields of an object as rows; fields of inner objects follow theirs. Named objects have a table of their own. */
export const fieldRows = (schema: Schema, prefix = '', depth = 0): FieldRow[] =>
  Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = `${prefix}${key}`;
    const row: FieldRow = {
      name,
      type: typeText(field),
      required: schema.required?.includes(key) ?? false,
      description: field.description ?? '',
      defaultText: field.default === undefined ? undefined : JSON.stringify(field.default),
    };
    return depth === DEPTH ? [row] : [row, ...inner(field, name, depth + 1)];
  });

const inner = (schema: Schema, name: string, depth: number): FieldRow[] => {
  if (nameOf(schema) !== undefined) return [];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.flatMap((choice) => inner(choice, name, depth));
  if (schema.items) return inner(schema.items, `${name}[]`, depth);
  return fieldRows(schema, `${name}.`, depth);
};
