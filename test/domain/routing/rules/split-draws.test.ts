import { describe, expect, test } from 'vitest';
import { compileRules, newRuleEffects } from '#shared/domain/routing/rules/compile-rules.ts';
import type { ChannelSelector, RuleAction } from '#shared/domain/routing/rules/rule-set-schema.ts';
import { splitDraws } from '#shared/domain/routing/rules/split-draws.ts';
import { aChannel, aPayment, aRuleSet, FOR_CHEAPEST } from './a-rule.ts';

const ANY: ChannelSelector = { field: 'settlement_days', op: 'gte', value: 0 };
const split = (...shares: readonly number[]): RuleAction => ({
  action: 'split',
  shares: shares.map((share) => ({ channels: ANY, share })),
});

const drawsOf = (
  ...actions: readonly (RuleAction | readonly [RuleAction, Record<string, unknown>])[]
) => {
  const rules = compileRules(aRuleSet(...actions), 1);
  const channels = [aChannel('a')];
  const effects = newRuleEffects(1);
  const drawnBy = (uniform: number): number[] => {
    rules.apply(aPayment(), channels, uniform, effects);
    return [...effects.marks.slice(0, effects.count)];
  };
  drawnBy(0);
  return { draws: splitDraws(rules, effects), drawnBy };
};

describe('the ways that splits can fall', () => {
  test('are one where no rule splits', () => {
    expect(drawsOf(FOR_CHEAPEST).draws).toEqual([{ uniform: 0.5, share: 1 }]);
  });

  test('leave out splits that do not apply', () => {
    const { draws } = drawsOf([split(50, 50), { when: { field: 'amount', op: 'lt', value: 1 } }]);
    expect(draws).toHaveLength(1);
  });

  test('are every combination with its share, and their numbers draw exactly them', () => {
    const { draws, drawnBy } = drawsOf(split(70, 30), split(10, 20, 70));
    expect(draws.map(({ uniform }) => drawnBy(uniform))).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
      [2, 2],
      [2, 3],
    ]);
    expect(draws.map(({ share }) => share)).toEqual(
      [0.07, 0.14, 0.49, 0.03, 0.06, 0.21].map((share) => expect.closeTo(share, 12)),
    );
  });

  test('stay few, and whole, when there are very many', () => {
    const many = Array.from({ length: 10 }, () => split(50, 50));
    const { draws } = drawsOf(...many);
    expect(draws).toHaveLength(100);
    expect(draws.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });
});
