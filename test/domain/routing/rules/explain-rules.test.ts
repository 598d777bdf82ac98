import { expect, test } from 'vitest';
import { compileRules, newRuleEffects } from '#shared/domain/routing/rules/compile-rules.ts';
import { explainRule, type RuleFinding } from '#shared/domain/routing/rules/explain-rule.ts';
import { explainRules } from '#shared/domain/routing/rules/explain-rules.ts';
import type { RuleAction } from '#shared/domain/routing/rules/rule-set-schema.ts';
import { aChannel, aPayment, aRuleSet, FOR_CHEAPEST } from './a-rule.ts';

const rule = 'low-fee-small';

test.each<[RuleFinding, string, string]>([
  [
    { code: 'rule_prefers', rule },
    'Rule "low-fee-small" prefers it.',
    '规则“low-fee-small”优先使用该通道。',
  ],
  [
    { code: 'rule_excludes', rule },
    'Rule "low-fee-small" excludes it.',
    '规则“low-fee-small”排除该通道。',
  ],
  [
    { code: 'rule_restricts', rule },
    'Rule "low-fee-small" allows only other channels.',
    '规则“low-fee-small”只允许使用其他通道。',
  ],
  [
    { code: 'rule_weighs', rule, percent: 2 },
    'Rule "low-fee-small" counts it as worth 2 % of the amount more.',
    '规则“low-fee-small”将其价值调高金额的 2%。',
  ],
  [
    { code: 'rule_weighs', rule, percent: -2.5 },
    'Rule "low-fee-small" counts it as worth 2.5 % of the amount less.',
    '规则“low-fee-small”将其价值调低金额的 2.5%。',
  ],
  [
    { code: 'rule_orders', rule, place: 2 },
    'Rule "low-fee-small" puts it in place 2 of its order.',
    '规则“low-fee-small”将其排在指定顺序的第 2 位。',
  ],
  [
    { code: 'rule_splits', rule, share: 30 },
    'Rule "low-fee-small" drew it for this payment: 30 % of payments go there.',
    '规则“low-fee-small”按份额抽中该通道：30% 的订单走此份额。',
  ],
])('%o is put into words of two languages', (finding, en, zh) => {
  expect(explainRule(finding)).toEqual({ code: finding.code, en, zh });
});

test('every rule that did something to a channel is named, in the order of the rules', () => {
  const cheap = { field: 'fee_rank', op: 'eq', value: 1 } as const;
  const actions: RuleAction[] = [
    FOR_CHEAPEST,
    { action: 'exclude', channels: cheap },
    { action: 'restrict_to', channels: { not: cheap } },
    { action: 'weight', channels: cheap, percent: 3 },
    { action: 'force_order', order: ['ch_b', 'ch_a'] },
    {
      action: 'split',
      shares: [
        { channels: { not: cheap }, share: 40 },
        { channels: cheap, share: 60 },
      ],
    },
  ];
  const compiled = compileRules(aRuleSet(...actions), 1);
  const effects = newRuleEffects(2);
  const channels = [aChannel('ch_a', { feeRank: 1 }), aChannel('ch_b')];
  compiled.apply(aPayment(), channels, 0.5, effects);
  expect(
    explainRules(compiled, effects, 0).map(({ code, en }) => [code, en.match(/"(\w+)"/)?.[1]]),
  ).toEqual([
    ['rule_prefers', 'r0'],
    ['rule_excludes', 'r1'],
    ['rule_restricts', 'r2'],
    ['rule_weighs', 'r3'],
    ['rule_orders', 'r4'],
    ['rule_splits', 'r5'],
  ]);
  expect(explainRules(compiled, effects, 1).map(({ en }) => en)).toEqual([
    'Rule "r4" puts it in place 1 of its order.',
  ]);
});

test('nothing is said of a channel that no rule touched', () => {
  const compiled = compileRules(aRuleSet(FOR_CHEAPEST), 1);
  const effects = newRuleEffects(1);
  compiled.apply(aPayment(), [aChannel('ch_a')], 0, effects);
  expect(explainRules(compiled, effects, 0)).toEqual([]);
});
