import { describe, expect, test } from 'vitest';
import { comparePolicies } from '#shared/domain/routing/replay/compare-policies.ts';
import { summarise, warningsOf } from '#shared/domain/routing/replay/summarise.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import { aRuleSet } from '../rules/a-rule.ts';
import { A, aPastPayment, aPolicy, B, C } from './a-past-payment.ts';

const only = (id: string) => ({ field: 'id', op: 'eq', value: id }) as const;
const PREFERS_B = aRuleSet({ action: 'prefer', channels: only(B) });
const HALF = aRuleSet({
  action: 'split',
  shares: [
    { channels: only(A), share: 50 },
    { channels: only(B), share: 50 },
  ],
});

/** Channels as they are, and what the log believed of them: too much of a, too little of b. */
const SUCCEEDS: Readonly<Record<string, number>> = { [A]: 0.5, [B]: 0.9 };
const BELIEVED = [
  { channelId: A, p: 0.8, utility: 0 },
  { channelId: B, p: 0.7, utility: 0 },
];

/** Payments that were split in halves. */
const aHistory = (count = 2_000, succeeds = SUCCEEDS) => {
  const random = seededRandom(11);
  return Array.from({ length: count }, (_, index) => {
    const channelId = (random() < 0.5 ? A : B) as `ch_${string}`;
    const paid = random() < (succeeds[channelId] ?? 0);
    return aPastPayment({
      index,
      channelId,
      routing: { propensity: 0.5, candidates: BELIEVED },
      ...(paid ? {} : { state: 'failed', paidAt: undefined }),
    });
  });
};

/** 500 yuan: a margin of 15 % and what a returning buyer is worth, or what a failure costs. */
const [WON, LOST] = [7_550, -25];
const worthOf = (p: number): number => p * WON + (1 - p) * LOST;

describe('a draft beside what is in force', () => {
  test('that moves payments to the better channel is estimated right, though the log believed the opposite', () => {
    const policies = { present: aPolicy(), draft: aPolicy({ rules: PREFERS_B }) };
    const comparison = comparePolicies(aHistory(), policies);
    expect(comparison).toMatchObject({ decisions: 2_000, changed: 2_000, unroutable: 0 });
    const { present, draft, difference } = comparison.success;
    for (const estimator of ['snips', 'doublyRobust'] as const) {
      expect(present[estimator].mean).toBeCloseTo(0.5, 1);
      expect(draft[estimator].mean).toBeCloseTo(0.9, 1);
      const { low, high } = difference[estimator];
      expect(low).toBeGreaterThan(0.3);
      expect(low).toBeLessThan(0.4);
      expect(high).toBeGreaterThan(0.4);
      const money = comparison.profit.difference[estimator];
      const truth = worthOf(0.9) - worthOf(0.5);
      expect(money.low).toBeLessThan(truth);
      expect(money.high).toBeGreaterThan(truth);
    }
    expect(comparison.shifts).toMatchObject([
      {
        from: A,
        to: B,
        count: 2_000,
        reasons: [{ channelId: B, code: 'rule_prefers', en: 'Rule "r0" prefers it.' }],
      },
    ]);
    expect(comparison.byChannel).toMatchObject([
      { channelId: A, present: { share: expect.closeTo(1) }, draft: { share: 0 } },
      { channelId: B, present: { share: 0 }, draft: { share: expect.closeTo(1) } },
    ]);
    expect(warningsOf(comparison)).toEqual([]);
    expect(summarise('CNY', comparison)).toEqual({
      en: expect.stringMatching(
        /^2,000 of 2,000 payments would take another channel; expected profit per payment \+\d+\.\d{3} CNY \(95 %: \+\d+\.\d{3} … \+\d+\.\d{3}\)\.$/,
      ),
      zh: expect.stringMatching(
        /^2,000 笔支付中有 2,000 笔会改走其他通道；每笔预期利润 \+\d+\.\d{3} CNY（95% 区间：.*）。$/,
      ),
    });
  });

  test('that is the same changes nothing, and the difference is exactly nothing', () => {
    const same = () => aPolicy({ rules: HALF });
    const comparison = comparePolicies(aHistory(), { present: same(), draft: same() });
    const nothing = { mean: 0, low: 0, high: 0 };
    expect(comparison).toMatchObject({ changed: 0, shifts: [] });
    expect(comparison.profit.difference).toEqual({ snips: nothing, doublyRobust: nothing });
    expect(comparison.success.difference).toEqual({ snips: nothing, doublyRobust: nothing });
    // What is in force drew as the log did: its value is what happened.
    expect(comparison.profit.present.snips).toEqual(comparison.profit.logged);
    expect(warningsOf(comparison)).toEqual([]);
  });

  test('that only splits moves its share', () => {
    const policies = { present: aPolicy(), draft: aPolicy({ rules: HALF }) };
    const { changed, shifts, success } = comparePolicies(aHistory(), policies);
    expect(changed).toBeCloseTo(1_000);
    expect(shifts).toMatchObject([
      { from: A, to: B, reasons: [{ channelId: B, code: 'rule_splits' }] },
    ]);
    expect(success.draft.effectiveSampleSize).toBeCloseTo(2_000);
  });

  test('with other fees moves payments, and its savings are in the fees', () => {
    const dear = { [A]: { fee: { rateBasisPoints: 300, fixedMinor: 0 } } };
    const cheap = { [A]: { fee: { rateBasisPoints: 100, fixedMinor: 0 } } };
    const past = [aPastPayment()];
    const { byChannel, shifts } = comparePolicies(past, {
      present: aPolicy({ channels: dear }),
      draft: aPolicy({ channels: cheap, settings: { loyaltyMinor: 60 } }),
    });
    expect(shifts).toEqual([]);
    expect(byChannel).toEqual([
      {
        channelId: B,
        present: { share: 1, feesMinor: 0 },
        draft: { share: 1, feesMinor: 0 },
      },
    ]);
    const toCheaper = comparePolicies(past, {
      present: aPolicy({
        channels: { ...dear, [B]: { fee: { rateBasisPoints: 200, fixedMinor: 5 } } },
      }),
      draft: aPolicy({
        channels: { ...cheap, [B]: { fee: { rateBasisPoints: 200, fixedMinor: 5 } } },
      }),
    });
    expect(toCheaper.byChannel).toEqual([
      { channelId: A, present: { share: 0, feesMinor: 0 }, draft: { share: 1, feesMinor: 400 } },
      {
        channelId: B,
        present: { share: 1, feesMinor: expect.closeTo(804) },
        draft: { share: 0, feesMinor: 0 },
      },
    ]);
    expect(toCheaper.shifts[0]?.reasons.map(({ channelId, code }) => [channelId, code])).toEqual([
      [A, 'expected_profit'],
      [B, 'expected_profit'],
    ]);
  });

  test('that leaves no channel costs what failures cost, and warns', () => {
    const comparison = comparePolicies(aHistory(200), {
      present: aPolicy(),
      draft: aPolicy({ rules: aRuleSet({ action: 'restrict_to', channels: only(C) }) }),
    });
    expect(comparison).toMatchObject({ changed: 200, unroutable: 200 });
    expect(comparison.profit.draft.doublyRobust.mean).toBeCloseTo(LOST);
    expect(comparison.shifts).toMatchObject([{ from: A, to: undefined, count: 200 }]);
    expect(comparison.shifts[0]?.reasons).toMatchObject([{ channelId: A, code: 'rule_restricts' }]);
    expect(warningsOf(comparison).map(({ code }) => code)).toContain('no_channel');
  });

  test('that nobody has ever tried is said to rest on what was expected', () => {
    const past = Array.from({ length: 300 }, (_, index) => aPastPayment({ index }));
    const comparison = comparePolicies(past, {
      present: aPolicy(),
      draft: aPolicy({ rules: PREFERS_B }),
    });
    expect(comparison.success.draft).toMatchObject({ unsupported: 1, unexplored: 1 });
    expect(comparison.success.draft.doublyRobust.mean).toBeCloseTo(0.8);
    expect(comparison.profit.draft.snips.mean).toBeNull();
    expect(warningsOf(comparison).map(({ code }) => code)).toEqual(['thin_support']);
  });

  test('whose difference may be chance is said to be so', () => {
    const comparison = comparePolicies(aHistory(400, { [A]: 0.7, [B]: 0.7 }), {
      present: aPolicy({ rules: HALF }),
      draft: aPolicy({ rules: PREFERS_B }),
    });
    const { low, high } = comparison.profit.difference.doublyRobust;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(warningsOf(comparison).map(({ code }) => code)).toEqual(['may_be_chance']);
  });

  test('of no payments at all is said in words, too', () => {
    const comparison = comparePolicies([], { present: aPolicy(), draft: aPolicy() });
    expect(comparison).toMatchObject({ decisions: 0, changed: 0, shifts: [], byChannel: [] });
    expect(summarise('CNY', comparison).zh).toBe('没有可供回放的支付。');
  });

  test('leaves out payments whose channel is gone, and those that no channel takes now', () => {
    const gone = 'ch_01k00000000000000000009999';
    const frozen = { [A]: { status: 'frozen' }, [B]: { status: 'frozen' } } as const;
    const policy = aPolicy({ channels: frozen });
    const { decisions, skipped } = comparePolicies(
      [aPastPayment({ channelId: gone }), aPastPayment()],
      { present: policy, draft: policy },
    );
    expect(decisions).toBe(0);
    expect([...skipped]).toEqual([
      ['channel_gone', 1],
      ['no_channel_left', 1],
    ]);
  });
});
