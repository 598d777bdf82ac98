/** What one rule did to one channel, as data. Percents are of the amount (weight) or of the payments (share). */
export type RuleFinding =
  | { readonly code: 'rule_prefers'; readonly rule: string }
  | { readonly code: 'rule_excludes'; readonly rule: string }
  | { readonly code: 'rule_restricts'; readonly rule: string }
  | { readonly code: 'rule_weighs'; readonly rule: string; readonly percent: number }
  /** 1 is the first of the rule's order. */
  | { readonly code: 'rule_orders'; readonly rule: string; readonly place: number }
  | { readonly code: 'rule_splits'; readonly rule: string; readonly share: number };

/** A reason that a rule gave: a code for programs, a sentence for people. */
export interface RuleReason {
  readonly code: RuleFinding['code'];
  readonly en: string;
  readonly zh: string;
}

/** Puts what a rule did into plain words. */
export const explainRule = (finding: RuleFinding): RuleReason => ({
  code: finding.code,
  ...words(finding),
});

const words = (finding: RuleFinding): { en: string; zh: string } => {
  const [en, zh] = [`Rule "${finding.rule}"`, `规则“${finding.rule}”`];
  switch (finding.code) {
    case 'rule_prefers':
      return { en: `${en} prefers it.`, zh: `${zh}优先使用该通道。` };
    case 'rule_excludes':
      return { en: `${en} excludes it.`, zh: `${zh}排除该通道。` };
    case 'rule_restricts':
      return { en: `${en} allows only other channels.`, zh: `${zh}只允许使用其他通道。` };
    case 'rule_weighs': {
      const percent = Math.abs(finding.percent);
      return finding.percent < 0
        ? {
            en: `${en} counts it as worth ${percent} % of the amount less.`,
            zh: `${zh}将其价值调低金额的 ${percent}%。`,
          }
        : {
            en: `${en} counts it as worth ${percent} % of the amount more.`,
            zh: `${zh}将其价值调高金额的 ${percent}%。`,
          };
    }
    case 'rule_orders':
      return {
        en: `${en} puts it in place ${finding.place} of its order.`,
        zh: `${zh}将其排在指定顺序的第 ${finding.place} 位。`,
      };
    case 'rule_splits':
      return {
        en: `${en} drew it for this payment: ${finding.share} % of payments go there.`,
        zh: `${zh}按份额抽中该通道：${finding.share}% 的订单走此份额。`,
      };
  }
};
