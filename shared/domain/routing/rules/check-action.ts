import { type ConditionScope, checkCondition } from './check-condition.ts';
import { checkChannelId } from './check-value.ts';
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
import type { RuleAction } from './rule-set-schema.ts';

type ActionName = RuleAction['action'];

/** What each action says beside its name. */
const PARTS: Readonly<Record<ActionName, readonly string[]>> = {
  prefer: ['channels'],
  exclude: ['channels'],
  restrict_to: ['channels'],
  weight: ['channels', 'percent'],
  force_order: ['order'],
  split: ['shares'],
};

const isActionName = (name: unknown): name is ActionName =>
  typeof name === 'string' && Object.hasOwn(PARTS, name);

/** The first problem of what a rule does (`then`). Never throws. */
export const checkAction = (
  action: unknown,
  path: string,
  scope: ConditionScope,
): RuleProblem | undefined => {
  if (!isJsonObject(action)) {
    return { path, message: `${shown(action)} is no action: write {"action": …}` };
  }
  const { action: name } = action;
  if (!isActionName(name)) {
    return {
      path: partOf(path, 'action'),
      message: `${shown(name)} is not an action: use ${oneOf(Object.keys(PARTS))}`,
    };
  }
  const wrongKey = checkKeys(action, path, { required: ['action', ...PARTS[name]] });
  if (wrongKey) return wrongKey;
  switch (name) {
    case 'force_order':
      return checkOrder(action.order, partOf(path, 'order'), scope);
    case 'split':
      return checkShares(action.shares, partOf(path, 'shares'), scope);
    case 'weight':
      return (
        checkSelector(action, path, scope) ?? checkPercent(action.percent, partOf(path, 'percent'))
      );
    default:
      return checkSelector(action, path, scope);
  }
};

const checkSelector = (
  { channels }: JsonObject,
  path: string,
  scope: ConditionScope,
): RuleProblem | undefined => checkCondition(channels, partOf(path, 'channels'), 'channel', scope);

const checkPercent = (percent: unknown, path: string): RuleProblem | undefined =>
  typeof percent === 'number' && percent >= -100 && percent <= 100
    ? undefined
    : { path, message: `${shown(percent)} is not a number from -100 to 100` };

/** A list of one to a hundred members. */
const checkList = (list: unknown, path: string): RuleProblem | undefined => {
  if (!Array.isArray(list)) return { path, message: `${shown(list)} is no list` };
  if (list.length === 0) return { path, message: 'the list is empty: one member is the least' };
  return list.length > RULE_LIMITS.listValues
    ? {
        path,
        message: `the list has ${list.length} members: ${RULE_LIMITS.listValues} are the most`,
      }
    : undefined;
};

const checkOrder = (order: unknown, path: string, scope: ConditionScope): RuleProblem | undefined =>
  checkList(order, path) ??
  firstProblem(order as readonly unknown[], (member, index) =>
    typeof member === 'string'
      ? checkChannelId(member, partOf(path, index), scope.channelIds)
      : checkCondition(member, partOf(path, index), 'channel', scope),
  );

const checkShares = (
  shares: unknown,
  path: string,
  scope: ConditionScope,
): RuleProblem | undefined => {
  const wrong =
    checkList(shares, path) ??
    firstProblem(shares as readonly unknown[], (share, index) =>
      checkShare(share, partOf(path, index), scope),
    );
  if (wrong) return wrong;
  const sum = (shares as readonly { share: number }[]).reduce((all, { share }) => all + share, 0);
  return sum === 100 ? undefined : { path, message: `the shares sum to ${sum}, not to 100` };
};

const checkShare = (
  share: unknown,
  path: string,
  scope: ConditionScope,
): RuleProblem | undefined => {
  if (!isJsonObject(share)) {
    return { path, message: `${shown(share)} is no share: write {"channels": …, "share": 50}` };
  }
  const wrong =
    checkKeys(share, path, { required: ['channels', 'share'] }) ??
    checkSelector(share, path, scope);
  if (wrong) return wrong;
  const { share: percent } = share;
  return typeof percent === 'number' && Number.isInteger(percent) && percent >= 1 && percent <= 100
    ? undefined
    : {
        path: partOf(path, 'share'),
        message: `${shown(percent)} is not a whole number from 1 to 100`,
      };
};
