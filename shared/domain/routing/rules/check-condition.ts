import { CHANNEL_FIELDS } from './channel-fields.ts';
import { checkValue } from './check-value.ts';
import type { Field } from './field.ts';
import { OPERATORS, type Operator } from './operators.ts';
import { PAYMENT_FIELDS } from './payment-fields.ts';
import { RULE_LIMITS } from './rule-limits.ts';
import {
  checkKeys,
  firstProblem,
  isJsonObject,
  type JsonObject,
  oneOf,
  partOf,
  type RuleProblem,
  shown,
} from './rule-problem.ts';

/** What conditions of one rule are checked against. */
export interface ConditionScope {
  /** Ids of the tenant's channels. */
  readonly channelIds: readonly string[];
  /** Counts the conditions of the rule. */
  readonly seen: { nodes: number };
}

type Subject = 'payment' | 'channel';

const FIELDS: Readonly<Record<Subject, Readonly<Record<string, Field>>>> = {
  payment: PAYMENT_FIELDS,
  channel: CHANNEL_FIELDS,
};

const KINDS = ['field', 'all', 'any', 'not'] as const;

/** The first problem of a condition on a payment (`when`) or on a channel (`channels`). Never throws. */
export const checkCondition = (
  condition: unknown,
  path: string,
  subject: Subject,
  scope: ConditionScope,
  depth = 1,
): RuleProblem | undefined => {
  if (depth > RULE_LIMITS.depth) {
    return {
      path,
      message: `conditions are nested deeper than ${RULE_LIMITS.depth}: split the rule`,
    };
  }
  scope.seen.nodes += 1;
  if (scope.seen.nodes > RULE_LIMITS.nodes) {
    return { path, message: `the rule has more than ${RULE_LIMITS.nodes} conditions: split it` };
  }
  const kind = isJsonObject(condition)
    ? KINDS.find((key) => condition[key] !== undefined)
    : undefined;
  if (!isJsonObject(condition) || kind === undefined) {
    return {
      path,
      message: `${shown(condition)} is no condition: write {"field", "op", "value"}, {"all": […]}, {"any": […]} or {"not": …}`,
    };
  }
  const keys = kind === 'field' ? ['field', 'op', 'value'] : [kind];
  const wrongKey = checkKeys(condition, path, { required: keys });
  if (wrongKey) return wrongKey;
  if (kind === 'field') return checkComparison(condition, path, subject, scope);
  const inner = condition[kind];
  const innerPath = partOf(path, kind);
  if (kind === 'not') return checkCondition(inner, innerPath, subject, scope, depth + 1);
  if (!Array.isArray(inner) || inner.length === 0) {
    return { path: innerPath, message: `"${kind}" needs a list of one condition or more` };
  }
  return firstProblem(inner, (member, index) =>
    checkCondition(member, partOf(innerPath, index), subject, scope, depth + 1),
  );
};

const checkComparison = (
  { field: name, op, value }: JsonObject,
  path: string,
  subject: Subject,
  { channelIds }: ConditionScope,
): RuleProblem | undefined => {
  const fields = FIELDS[subject];
  const field = typeof name === 'string' && Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) {
    return {
      path: partOf(path, 'field'),
      message: `${shown(name)} is not a field of a ${subject}: use ${oneOf(Object.keys(fields))}`,
    };
  }
  const operators: readonly string[] = OPERATORS[field.type];
  if (typeof op !== 'string' || !operators.includes(op)) {
    return {
      path: partOf(path, 'op'),
      message: `${shown(op)} is not an operator of ${shown(name)} (${field.type}): use ${oneOf(operators)}`,
    };
  }
  return checkValue(value, partOf(path, 'value'), {
    name: String(name),
    field,
    op: op as Operator,
    channelIds: subject === 'channel' && name === 'id' ? channelIds : undefined,
  });
};
