import { applyRule, type Evaluation } from './apply-rule.ts';
import type { ChannelFacts, PaymentFacts } from './facts.ts';
import { type ReadyRule, readyRules } from './ready-rules.ts';
import { RULE_LIMITS } from './rule-limits.ts';
import type { Rule, RuleSet } from './rule-set-schema.ts';
import { newSelectorMasks } from './selector-masks.ts';

/**
 * What rules did for one payment, by place in the list of channels. Arrays are made once and written again by every
 * evaluation.
 */
export interface RuleEffects {
  readonly channelCount: number;
  /** Indexes of the rules that applied, in their order; only the first `count` are of this payment. */
  readonly matched: number[];
  count: number;
  /**
   * By rule that applied and channel (`marks[k * channelCount + place]` for `matched[k]`): 0 when the rule did nothing
   * to the channel, else 1 plus the channel's place in its `force_order` or the number of the share that was drawn.
   */
  readonly marks: Uint8Array;
  /** The first rule that closed the channel to this payment; -1 when none did. */
  readonly excludedBy: Int16Array;
  /** Lower goes first: below 0 when a rule placed the channel, 0 otherwise. */
  readonly tier: Int16Array;
  /** Sum of the weights, in percent of the amount. */
  readonly bonusPercent: Float64Array;
}

/** A set of rules, made ready once and applied to many payments. */
export interface CompiledRules {
  readonly ruleIds: readonly string[];
  readonly rules: readonly Rule[];
  readonly version: number;
  /** Where the payment's hour and weekday are counted. */
  readonly timeZone: string;
  /** Some rule looks at `fee_rank` or `success_rank`: else nobody needs to work them out. */
  readonly needsRanks: boolean;
  /** Writes the indexes of the rules that apply to a payment into `matched` and returns how many there are. */
  match(facts: PaymentFacts, matched: number[]): number;
  /**
   * Applies the rules to a payment. An exclusion is obeyed even when no channel is left: that is the merchant's will.
   *
   * @param channels The same list as long as nothing but fees, ranks and `preferred` changes in it: what rules say of
   *   the rest is worked out once per list.
   * @param uniform a number from [0, 1) that draws the shares of `split`
   */
  apply(
    facts: PaymentFacts,
    channels: readonly ChannelFacts[],
    uniform: number,
    effects: RuleEffects,
  ): void;
}

export const newRuleEffects = (channelCount: number): RuleEffects => ({
  channelCount,
  matched: Array.from({ length: RULE_LIMITS.rules }, () => 0),
  count: 0,
  marks: new Uint8Array(RULE_LIMITS.rules * channelCount),
  excludedBy: new Int16Array(channelCount).fill(-1),
  tier: new Int16Array(channelCount),
  bonusPercent: new Float64Array(channelCount),
});

/** Prepares a set that `checkRuleSet` found nothing wrong with. */
export const compileRules = (set: RuleSet, version: number): CompiledRules => {
  const { rules, selectors } = readyRules(set);
  const evaluation: Evaluation = {
    masks: newSelectorMasks(selectors),
    effects: newRuleEffects(0),
    rule: 0,
    row: 0,
    draw: 0,
  };
  const match: CompiledRules['match'] = (facts, matched) => matchRules(rules, facts, matched);
  return {
    ruleIds: set.rules.map(({ id }) => id),
    rules: set.rules,
    version,
    timeZone: set.time_zone,
    needsRanks: selectors.some(({ needsRanks }) => needsRanks),
    match,
    apply: (facts, channels, uniform, effects) => {
      clearEffects(effects, channels.length);
      effects.count = match(facts, effects.matched);
      evaluation.masks.load(channels, facts.amountMinor);
      evaluation.effects = effects;
      evaluation.draw = uniform;
      for (let k = 0; k < effects.count; k += 1) {
        evaluation.rule = effects.matched[k] ?? 0;
        evaluation.row = k * effects.channelCount;
        applyRule(rules[evaluation.rule] as ReadyRule, evaluation);
      }
    },
  };
};

const matchRules = (
  rules: readonly ReadyRule[],
  facts: PaymentFacts,
  matched: number[],
): number => {
  const { amountMinor } = facts;
  let count = 0;
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index] as ReadyRule;
    if (!rule.when(facts, amountMinor)) continue;
    matched[count] = index;
    count += 1;
    if (rule.stop) break;
  }
  return count;
};

const clearEffects = (effects: RuleEffects, channelCount: number): void => {
  if (channelCount !== effects.channelCount) {
    throw new RangeError(`effects for ${effects.channelCount} channels, not for ${channelCount}`);
  }
  effects.excludedBy.fill(-1);
  effects.tier.fill(0);
  effects.bonusPercent.fill(0);
};
