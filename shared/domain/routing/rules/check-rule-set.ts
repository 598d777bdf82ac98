import { isDayZone } from '#shared/domain/channels/cap-day.ts';
import { checkAction } from './check-action.ts';
import { checkCondition } from './check-condition.ts';
import { RULE_LIMITS } from './rule-limits.ts';
import {
  checkKeys,
  firstProblem,
  isJsonObject,
  partOf,
  type RuleProblem,
  shown,
} from './rule-problem.ts';
import { ruleIdSchema } from './rule-set-schema.ts';

/**
 * The first problem of what a merchant wrote, or `undefined` when `ruleSetSchema` accepts it and it makes sense. Takes
 * any JSON and never throws.
 */
export const checkRuleSet = (
  set: unknown,
  tenant: { /** Rules may name these only. */ readonly channelIds: readonly string[] },
): RuleProblem | undefined => {
  if (!isJsonObject(set)) return { path: '', message: `${shown(set)} is no set of rules` };
  return (
    checkKeys(set, '', { required: ['rules'], optional: ['time_zone'] }) ??
    checkTimeZone(set.time_zone) ??
    checkRules(set.rules, tenant.channelIds) ??
    // Only now: the text of a set that is nested without end is never made.
    checkSize(set)
  );
};

const checkTimeZone = (zone: unknown): RuleProblem | undefined =>
  zone === undefined || (typeof zone === 'string' && zone.length <= 64 && isDayZone(zone))
    ? undefined
    : {
        path: 'time_zone',
        message: `${shown(zone)} is not a time zone: use an IANA name such as Asia/Shanghai`,
      };

const checkRules = (rules: unknown, channelIds: readonly string[]): RuleProblem | undefined => {
  const path = 'rules';
  if (!Array.isArray(rules)) return { path, message: `${shown(rules)} is no list of rules` };
  if (rules.length > RULE_LIMITS.rules) {
    return { path, message: `there are ${rules.length} rules: ${RULE_LIMITS.rules} are the most` };
  }
  const places = new Map<string, number>();
  return firstProblem(rules, (rule, index) =>
    checkRule(rule, { index, path: partOf(path, index), places, channelIds }),
  );
};

interface RulePlace {
  readonly index: number;
  readonly path: string;
  /** Where each id was seen first. */
  readonly places: Map<string, number>;
  readonly channelIds: readonly string[];
}

const OPTIONAL = ['description', 'when', 'stop', 'enabled'] as const;

const checkRule = (rule: unknown, place: RulePlace): RuleProblem | undefined => {
  const { path, channelIds } = place;
  if (!isJsonObject(rule)) {
    return { path, message: `${shown(rule)} is no rule: write {"id", "when", "then"}` };
  }
  const scope = { channelIds, seen: { nodes: 0 } };
  return (
    checkKeys(rule, path, { required: ['id', 'then'], optional: OPTIONAL }) ??
    checkId(rule.id, place) ??
    checkDescription(rule.description, partOf(path, 'description')) ??
    checkFlag(rule.stop, partOf(path, 'stop')) ??
    checkFlag(rule.enabled, partOf(path, 'enabled')) ??
    (rule.when === undefined
      ? undefined
      : checkCondition(rule.when, partOf(path, 'when'), 'payment', scope)) ??
    checkAction(rule.then, partOf(path, 'then'), scope)
  );
};

const checkId = (id: unknown, { index, path, places }: RulePlace): RuleProblem | undefined => {
  const idPath = partOf(path, 'id');
  const parsed = ruleIdSchema.safeParse(id);
  if (!parsed.success) {
    return {
      path: idPath,
      message: `${shown(id)} is no id of a rule: 1 to 60 of a-z, 0-9, "-" and "_", e.g. "low-fee-small"`,
    };
  }
  const other = places.get(parsed.data);
  if (other !== undefined) {
    return { path: idPath, message: `${shown(id)} is the id of rules[${other}] already` };
  }
  places.set(parsed.data, index);
  return undefined;
};

const checkDescription = (text: unknown, path: string): RuleProblem | undefined =>
  text === undefined || (typeof text === 'string' && text.length <= RULE_LIMITS.descriptionLength)
    ? undefined
    : {
        path,
        message: `a description is a text of ${RULE_LIMITS.descriptionLength} characters at most`,
      };

const checkFlag = (flag: unknown, path: string): RuleProblem | undefined =>
  flag === undefined || typeof flag === 'boolean'
    ? undefined
    : { path, message: `${shown(flag)} is not true or false` };

const checkSize = (set: unknown): RuleProblem | undefined => {
  const bytes = new TextEncoder().encode(JSON.stringify(set)).length;
  return bytes > RULE_LIMITS.bytes
    ? {
        path: 'rules',
        message: `the set takes ${bytes} bytes as JSON: ${RULE_LIMITS.bytes} are the most`,
      }
    : undefined;
};
