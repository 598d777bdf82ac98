import type { Comparison, Condition, RuleValue } from './rule-set-schema.ts';

type FactValue = number | string | boolean | readonly string[];

/**
 * Reads one field of a payment or of a channel. The payment's amount comes along, for fields that are a part of it.
 */
export type FieldReader<Subject> = (subject: Subject, amountMinor: number) => FactValue;

/** Whether a payment or a channel is meant. */
export type Test<Subject> = (subject: Subject, amountMinor: number) => boolean;

/**
 * Turns a checked condition into one function: nothing is looked up by name and nothing is allocated when it runs. Two
 * small calls a comparison proved faster than one keyed read.
 */
export const compileCondition = <Subject, Name extends string>(
  condition: Condition<Name>,
  readers: Readonly<Record<Name, FieldReader<Subject>>>,
): Test<Subject> => {
  if ('all' in condition) return allOf(condition.all.map((it) => compileCondition(it, readers)));
  if ('any' in condition) return anyOf(condition.any.map((it) => compileCondition(it, readers)));
  if ('not' in condition) {
    const inner = compileCondition(condition.not, readers);
    return (subject, amountMinor) => !inner(subject, amountMinor);
  }
  return compileComparison(condition, readers[condition.field]);
};

const allOf = <Subject>(tests: readonly Test<Subject>[]): Test<Subject> => {
  const [first, second] = tests;
  if (first && tests.length === 1) return first;
  if (first && second && tests.length === 2) {
    return (subject, amountMinor) => first(subject, amountMinor) && second(subject, amountMinor);
  }
  return (subject, amountMinor) => {
    for (let index = 0; index < tests.length; index += 1) {
      if (tests[index]?.(subject, amountMinor) === false) return false;
    }
    return true;
  };
};

const anyOf = <Subject>(tests: readonly Test<Subject>[]): Test<Subject> => {
  const [first] = tests;
  if (first && tests.length === 1) return first;
  return (subject, amountMinor) => {
    for (let index = 0; index < tests.length; index += 1) {
      if (tests[index]?.(subject, amountMinor) === true) return true;
    }
    return false;
  };
};

const compileComparison = <Subject, Name extends string>(
  { op, value }: Comparison<Name>,
  read: FieldReader<Subject>,
): Test<Subject> => {
  switch (op) {
    case 'eq':
      return (subject, amountMinor) => read(subject, amountMinor) === value;
    case 'ne':
      return (subject, amountMinor) => read(subject, amountMinor) !== value;
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return compileOrder(op, Number(value), read as (s: Subject, amountMinor: number) => number);
    case 'between': {
      const [least = 0, greatest = 0] = value as readonly number[];
      const number = read as (s: Subject, amountMinor: number) => number;
      return (subject, amountMinor) => {
        const known = number(subject, amountMinor);
        return known >= least && known <= greatest;
      };
    }
    case 'in': {
      const values = setOf(value);
      return (subject, amountMinor) => values.has(read(subject, amountMinor));
    }
    case 'not_in': {
      const values = setOf(value);
      return (subject, amountMinor) => !values.has(read(subject, amountMinor));
    }
    case 'has':
      return (subject, amountMinor) => wordsOf(read(subject, amountMinor)).includes(String(value));
    case 'has_any': {
      const values = setOf(value);
      return (subject, amountMinor) => {
        const words = wordsOf(read(subject, amountMinor));
        for (let index = 0; index < words.length; index += 1) {
          if (values.has(words[index])) return true;
        }
        return false;
      };
    }
  }
};

const setOf = (value: RuleValue): ReadonlySet<unknown> => new Set(value as readonly unknown[]);

const NO_WORDS: readonly string[] = [];

const wordsOf = (value: FactValue): readonly string[] =>
  Array.isArray(value) ? (value as readonly string[]) : NO_WORDS;

const compileOrder = <Subject>(
  op: 'lt' | 'lte' | 'gt' | 'gte',
  bound: number,
  read: (subject: Subject, amountMinor: number) => number,
): Test<Subject> => {
  switch (op) {
    case 'lt':
      return (subject, amountMinor) => read(subject, amountMinor) < bound;
    case 'lte':
      return (subject, amountMinor) => read(subject, amountMinor) <= bound;
    case 'gt':
      return (subject, amountMinor) => read(subject, amountMinor) > bound;
    case 'gte':
      return (subject, amountMinor) => read(subject, amountMinor) >= bound;
  }
};
