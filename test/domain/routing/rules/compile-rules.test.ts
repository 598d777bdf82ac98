import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CompiledRules,
  compileRules,
  newRuleEffects,
} from '#shared/domain/routing/rules/compile-rules.ts';
import { EXAMPLE_RULES } from '#shared/domain/routing/rules/example-rules.ts';
import type { ChannelFacts, PaymentFacts } from '#shared/domain/routing/rules/facts.ts';
import { matchMask } from '#shared/domain/routing/rules/match-mask.ts';
import type { RuleAction, RuleSet } from '#shared/domain/routing/rules/rule-set-schema.ts';
import { aChannel, aPayment, aRuleSet, aSetOf, FOR_CHEAPEST } from './a-rule.ts';
import { applyNaively, comparePlaces, type NaiveChannel } from './naive-rules.ts';
import { someChannels, somePayment, someRuleSet } from './rule-arbitraries.ts';

const effectsOf = (
  compiled: CompiledRules,
  payment: PaymentFacts,
  channels: readonly ChannelFacts[],
  uniform = 0,
) => {
  const effects = newRuleEffects(channels.length);
  compiled.apply(payment, channels, uniform, effects);
  return effects;
};

/** Ids of the channels that are left, in the order that the rules give them. */
const orderOf = (
  set: RuleSet,
  channels: readonly ChannelFacts[],
  { payment = aPayment(), uniform = 0 }: { payment?: PaymentFacts; uniform?: number } = {},
): string[] => {
  const { excludedBy, tier } = effectsOf(compileRules(set, 1), payment, channels, uniform);
  return channels
    .map(({ id }, place) => ({ id, place }))
    .filter(({ place }) => excludedBy[place] === -1)
    .toSorted((a, b) => (tier[a.place] ?? 0) - (tier[b.place] ?? 0))
    .map(({ id }) => id);
};

const onId = (value: string) => ({ field: 'id', op: 'eq', value }) as const;

describe('compiled rules', () => {
  test('do what the same rules mean when their trees are walked', () => {
    fc.assert(
      fc.property(
        someRuleSet,
        fc.array(somePayment, { minLength: 1, maxLength: 4 }),
        someChannels,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (set, payments, channels, uniform) => {
          const compiled = compileRules(set, 1);
          const effects = newRuleEffects(channels.length);
          for (const payment of payments) {
            // The same arrays for one payment after another, as on the payment path.
            compiled.apply(payment, channels, uniform, effects);
            const naive = applyNaively(set, payment, { channels, uniform });
            expect(effects.matched.slice(0, effects.count)).toEqual(naive.matched);
            expect([...effects.excludedBy]).toEqual(naive.channels.map((it) => it.excludedBy));
            expect([...effects.bonusPercent]).toEqual(naive.channels.map((it) => it.bonusPercent));
            for (const [a] of channels.entries()) {
              expect(effects.tier[a] === 0).toBe(naive.channels[a]?.placed === undefined);
              for (const [b] of channels.entries()) {
                const places = [naive.channels[a], naive.channels[b]] as [
                  NaiveChannel,
                  NaiveChannel,
                ];
                expect(Math.sign((effects.tier[a] ?? 0) - (effects.tier[b] ?? 0))).toBe(
                  Math.sign(comparePlaces(...places)),
                );
              }
            }
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  test('match the same rules when nothing else is asked', () => {
    fc.assert(
      fc.property(someRuleSet, somePayment, (set, payment) => {
        const mask = matchMask(compileRules(set, 1), payment);
        const { matched } = applyNaively(set, payment, { channels: [], uniform: 0 });
        expect(
          set.rules.flatMap((_, index) => ((mask[0] ?? 0) & (1 << index) ? [index] : [])),
        ).toEqual(matched);
      }),
      { numRuns: 500 },
    );
  });

  test('match a hundred rules', () => {
    const set = aRuleSet(...Array.from({ length: 100 }, () => FOR_CHEAPEST));
    expect([...matchMask(compileRules(set, 1), aPayment())]).toEqual([
      0xffffffff, 0xffffffff, 0xffffffff, 0xf,
    ]);
  });

  test('see another list of channels, and fees and ranks that changed in the same list', () => {
    const compiled = compileRules(
      aRuleSet(
        { action: 'exclude', channels: { field: 'tags', op: 'has', value: 'old' } },
        { action: 'exclude', channels: { field: 'fee', op: 'gt', value: 100 } },
      ),
      1,
    );
    const list = [{ ...aChannel('ch_a', { tags: ['old'] }) }, { ...aChannel('ch_b') }];
    expect([...effectsOf(compiled, aPayment(), list).excludedBy]).toEqual([0, -1]);
    list[1] = Object.assign(list[1] ?? aChannel('ch_b'), { feeMinor: 101 });
    expect([...effectsOf(compiled, aPayment(), list).excludedBy]).toEqual([0, 1]);
    expect([...effectsOf(compiled, aPayment(), [aChannel('ch_a')]).excludedBy]).toEqual([-1]);
  });

  test('refuse effects of another number of channels', () => {
    const compiled = compileRules(aRuleSet(FOR_CHEAPEST), 1);
    expect(() => compiled.apply(aPayment(), [], 0, newRuleEffects(1))).toThrow(RangeError);
  });

  test('say whether anybody has to work out ranks, and in which zone hours count', () => {
    const plain = compileRules(
      aRuleSet({ action: 'exclude', channels: { field: 'fee', op: 'gt', value: 1 } }),
      7,
    );
    expect(plain).toMatchObject({
      version: 7,
      timeZone: 'Asia/Shanghai',
      needsRanks: false,
      ruleIds: ['r0'],
    });
    expect(compileRules(aRuleSet(FOR_CHEAPEST), 1).needsRanks).toBe(true);
    expect(compileRules(aRuleSet([FOR_CHEAPEST, { enabled: false }]), 1).needsRanks).toBe(false);
  });
});

describe('the five rules most shops want', () => {
  const channels = [
    aChannel('cheap', { feeRank: 1 }),
    aChannel('bank', { tags: ['bank', 'strict'] }),
    aChannel('last', { preferred: true }),
    aChannel('best', { successRank: 1 }),
  ];
  const first = (changes: Partial<PaymentFacts>) =>
    orderOf(aSetOf(EXAMPLE_RULES), channels, { payment: aPayment(changes) });

  test('send small amounts to the lowest fee', () => {
    expect(first({ amountMinor: 999 })).toEqual(['cheap', 'best', 'bank', 'last']);
    expect(first({ amountMinor: 1_000 })[0]).toBe('best');
  });

  test('send large amounts to banks', () => {
    expect(first({ amountMinor: 100_001 })[0]).toBe('bank');
    expect(first({ amountMinor: 100_000 })[0]).toBe('best');
  });

  test('leave strict channels only from midnight to six', () => {
    expect(first({ hour: 0 })).toEqual(['bank']);
    expect(first({ hour: 5 })).toEqual(['bank']);
    expect(first({ hour: 6 })).toHaveLength(4);
  });

  test('send a returning buyer where they paid last', () => {
    expect(first({ returningBuyer: true })[0]).toBe('last');
  });

  test('send everybody else where most payments succeed at present', () => {
    expect(first({})[0]).toBe('best');
  });
});

describe('an action', () => {
  const channels = ['ch_a', 'ch_b', 'ch_c', 'ch_d'].map((id) => aChannel(id));

  test('prefer: an earlier rule goes before a later one', () => {
    const set = aRuleSet(
      { action: 'prefer', channels: onId('ch_c') },
      { action: 'prefer', channels: { field: 'id', op: 'in', value: ['ch_b', 'ch_c'] } },
    );
    expect(orderOf(set, channels)).toEqual(['ch_c', 'ch_b', 'ch_a', 'ch_d']);
  });

  test('exclude and restrict_to are obeyed even when no channel is left', () => {
    const exclude = aRuleSet({
      action: 'exclude',
      channels: { field: 'role', op: 'eq', value: 'main' },
    });
    const restrict = aRuleSet({
      action: 'restrict_to',
      channels: { field: 'tags', op: 'has', value: 'nobody' },
    });
    expect(orderOf(exclude, channels)).toEqual([]);
    expect(orderOf(restrict, channels)).toEqual([]);
  });

  test('force_order: exactly the order, ids and conditions alike, then the others', () => {
    const set = aRuleSet({
      action: 'force_order',
      order: ['ch_d', { field: 'id', op: 'in', value: ['ch_b', 'ch_d'] }],
    });
    expect(orderOf(set, channels)).toEqual(['ch_d', 'ch_b', 'ch_a', 'ch_c']);
  });

  test('weight: several add up', () => {
    const set = aRuleSet(
      { action: 'weight', channels: onId('ch_a'), percent: 5 },
      { action: 'weight', channels: { field: 'role', op: 'eq', value: 'main' }, percent: -2 },
    );
    const { bonusPercent } = effectsOf(compileRules(set, 1), aPayment(), channels);
    expect([...bonusPercent]).toEqual([3, -2, -2, -2]);
  });

  test('split: each share is drawn as often as it says, whatever another split drew', () => {
    const split: RuleAction = {
      action: 'split',
      shares: [
        { channels: onId('ch_a'), share: 70 },
        { channels: onId('ch_b'), share: 30 },
      ],
    };
    const other: RuleAction = {
      action: 'split',
      shares: [
        { channels: onId('ch_c'), share: 50 },
        { channels: onId('ch_d'), share: 50 },
      ],
    };
    const compiled = compileRules(aRuleSet(split, other), 1);
    const seen: Record<string, number> = {};
    const draws = 1_000;
    for (let n = 0; n < draws; n += 1) {
      const { tier } = effectsOf(compiled, aPayment(), channels, (n + 0.5) / draws);
      const drawn = channels.filter((_, place) => (tier[place] ?? 0) < 0).map(({ id }) => id);
      seen[drawn.join()] = (seen[drawn.join()] ?? 0) + 1;
    }
    expect(seen).toEqual({
      'ch_a,ch_c': 350,
      'ch_a,ch_d': 350,
      'ch_b,ch_c': 150,
      'ch_b,ch_d': 150,
    });
  });

  test('of a rule that stops is the last one; a rule that is not enabled is none', () => {
    const set = aRuleSet(
      [
        { action: 'exclude', channels: onId('ch_a') },
        { enabled: false, stop: true },
      ],
      [{ action: 'exclude', channels: onId('ch_b') }, { stop: true }],
      { action: 'exclude', channels: onId('ch_c') },
    );
    expect(orderOf(set, channels)).toEqual(['ch_a', 'ch_c', 'ch_d']);
    const effects = effectsOf(compileRules(set, 1), aPayment(), channels);
    expect(effects.matched.slice(0, effects.count)).toEqual([1]);
  });
});
