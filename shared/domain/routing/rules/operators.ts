/** What kind of value a field has. A set holds any number of texts. */
export type FieldType = 'number' | 'text' | 'boolean' | 'set';

/**
 * The operators of each kind of field. `between` includes both ends. There are no patterns and no expressions: every
 * rule ends, and costs what it looks like.
 */
export const OPERATORS = {
  number: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'between', 'in'],
  text: ['eq', 'ne', 'in', 'not_in'],
  boolean: ['eq'],
  set: ['has', 'has_any'],
} as const satisfies Record<FieldType, readonly string[]>;

export type Operator = (typeof OPERATORS)[FieldType][number];

export const OPERATOR_NAMES = [
  ...new Set<Operator>(Object.values(OPERATORS).flat()),
] as readonly Operator[];
