import type { Schema } from './openapi-document.ts';

const NAMED = '#/components/schemas/';

/** The name of the object that a schema points to. */
export const nameOf = (schema: Schema): string | undefined =>
  schema.$ref?.startsWith(NAMED) ? schema.$ref.slice(NAMED.length) : undefined;

/** A schema's type in a few words: `integer 1–100`, `test | live`, `array of Order`. */
export const typeText = (schema: Schema): string => {
  const name = nameOf(schema);
  if (name !== undefined) return name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) {
    return schema.enum.join(' | ');
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeText))].join(' | ');
  if (typeof schema.type === 'object') {
    return schema.type.map((type) => typeText({ ...schema, type })).join(' | ');
  }
  switch (schema.type) {
    case 'array':
      return `array of ${typeText(schema.items ?? {})}`;
    case 'object':
      return typeof schema.additionalProperties === 'object'
        ? `map of ${typeText(schema.additionalProperties)}`
        : 'object';
    case 'string':
      return stringText(schema);
    case 'integer':
    case 'number':
      return [schema.type, rangeText(schema.minimum, schema.maximum)].filter(Boolean).join(' ');
    default:
      return schema.type ?? 'any';
  }
};

const stringText = (schema: Schema): string => {
  const idPrefix = /^\^([a-z]+_)\[0-7\]/.exec(schema.pattern ?? '')?.[1];
  if (idPrefix !== undefined) return `id ${idPrefix}…`;
  if (schema.format === 'date-time') return 'time';
  const length = rangeText(schema.minLength, schema.maxLength);
  return ['string', schema.format, length && `of ${length} characters`].filter(Boolean).join(' ');
};

const rangeText = (from: number | undefined, to: number | undefined): string => {
  // A safe integer as the upper end says nothing to a reader.
  const end = to === Number.MAX_SAFE_INTEGER ? undefined : to;
  if (from !== undefined && end !== undefined) return `${from}–${end}`;
  if (from !== undefined) return `≥ ${from}`;
  return end === undefined ? '' : `≤ ${end}`;
};
