import type { Decider, Decision } from '../decide.ts';
import type { Reason } from '../explain/explain.ts';
import { explainDecision } from '../explain/explain-decision.ts';
import { drawing, splitDraws } from '../rules/split-draws.ts';
import type { PastDecision } from './past-decision.ts';
import { type DecisionPolicy, pastDecider } from './redecide.ts';

/** A reason, and the channel it speaks of. */
export interface ShiftReason extends Reason {
  readonly channelId: string;
}

interface Way {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Said when no rule made the difference: these are what channels are ordered by. */
const ORDERING: readonly Reason['code'][] = [
  'expected_profit',
  'priority',
  'weight_share',
  'weight_zero',
  'only_of_its_priority',
  'broken',
];

/**
 * Why a past payment would take another channel under a draft: what its rules say of both channels and those in force do
 * not; without such a rule, what both are ordered by under the draft.
 */
export const explainShift = (
  past: PastDecision,
  { from, to }: Way,
  { present, draft }: { readonly present: DecisionPolicy; readonly draft: DecisionPolicy },
): readonly ShiftReason[] => {
  const ids = [to, from].filter((id) => id !== undefined);
  const known = new Set(reasonsOf(past, present, { ids, first: from }).filter(isOfRule).map(keyOf));
  const reasons = reasonsOf(past, draft, { ids, first: to });
  const ofRules = reasons.filter((reason) => isOfRule(reason) && !known.has(keyOf(reason)));
  return ofRules.length > 0 ? ofRules : reasons.filter(({ code }) => ORDERING.includes(code));
};

const isOfRule = ({ code }: ShiftReason): boolean => code.startsWith('rule_');
const keyOf = ({ channelId, en }: ShiftReason): string => `${channelId} ${en}`;

const reasonsOf = (
  past: PastDecision,
  policy: DecisionPolicy,
  { ids, first }: { readonly ids: readonly string[]; readonly first: string | undefined },
): ShiftReason[] => {
  const { decider, request } = pastDecider(past, policy);
  const decision = decisionFor(first, decider, (uniform) =>
    decider.decide(request, drawing(uniform)),
  );
  const explained = explainDecision(decider, request, decision);
  return ids.flatMap((id) =>
    (explained.find(({ channelId }) => channelId === id)?.reasons ?? []).map((reason) => ({
      ...reason,
      channelId: id,
    })),
  );
};

/** Of the ways that splits can fall, the one that puts the channel first. */
const decisionFor = (
  first: string | undefined,
  { portfolio, rules }: Decider,
  decide: (uniform: number) => Decision,
): Decision => {
  const draws = splitDraws(rules, decide(0.5).rules);
  const isFirst = ({ order }: Decision): boolean =>
    portfolio.channels[order[0] ?? -1]?.id === first;
  const drawn = draws.find(({ uniform }) => isFirst(decide(uniform)));
  return decide(drawn?.uniform ?? 0.5);
};
