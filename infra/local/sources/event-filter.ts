import type { EventPattern } from '../template/local-model.ts';
import { unsupported } from '../template/unsupported.ts';

type Condition = (value: unknown) => boolean;

/**
 * Lambda's event filtering (AWS: "Control which events Lambda sends to your function"): an event passes when one
 * pattern matches; without patterns all pass.
 * @throws LocalStackError on a comparison that the local stack does not know.
 */
export const eventFilter = (patterns: readonly EventPattern[]): ((event: unknown) => boolean) => {
  if (patterns.length === 0) return () => true;
  const conditions = patterns.map(matchObject);
  return (event) => conditions.some((matches) => matches(event));
};

/** Every field of the pattern must match; a list gives the values that one field may have. */
const matchObject = (pattern: EventPattern): Condition => {
  const fields = Object.entries(pattern).map(([name, rule]) => {
    if (name === '$or') throw unsupported('event filter', name);
    const matches = Array.isArray(rule)
      ? matchAny(rule.map(matchValue))
      : matchObject(rule as EventPattern);
    return { name, matches };
  });
  return (value) => {
    const object = (typeof value === 'object' && value !== null ? value : {}) as EventPattern;
    return fields.every(({ name, matches }) => matches(object[name]));
  };
};

const matchAny =
  (conditions: readonly Condition[]): Condition =>
  (value) =>
    conditions.some((matches) => matches(value));

const matchValue = (rule: unknown): Condition => {
  if (typeof rule !== 'object' || rule === null) return (value) => value === rule;
  const [comparison, argument] = Object.entries(rule)[0] ?? [];
  switch (comparison) {
    case 'exists':
      return (value) => (value !== undefined) === argument;
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(String(argument));
    case 'suffix':
      return (value) => typeof value === 'string' && value.endsWith(String(argument));
    case 'anything-but': {
      const excluded = Array.isArray(argument) ? argument : [argument];
      return (value) => value !== undefined && !excluded.includes(value);
    }
    default:
      throw unsupported('event filter', `the comparison ${comparison}`);
  }
};
