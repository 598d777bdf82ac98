import { describe, expect, test } from 'vitest';
import { money } from '#shared/domain/money/money.ts';
import { redecide } from '#shared/domain/routing/replay/redecide.ts';
import { aRuleSet } from '../rules/a-rule.ts';
import { A, aPastPayment, aPolicy, B, C } from './a-past-payment.ts';

const chosen = (...input: Parameters<typeof redecide>) =>
  Object.fromEntries(redecide(...input).chosen);
const first = (...input: Parameters<typeof redecide>) =>
  Object.fromEntries(redecide(...input).first);

const preferring = (id: string) =>
  aRuleSet({ action: 'prefer', channels: { field: 'id', op: 'eq', value: id } });

const candidate = (
  channelId: string,
  p: number,
  health?: 'impaired' | 'broken' | 'recovering',
) => ({
  channelId,
  p,
  utility: 0,
  health,
});

describe('a past payment decided anew', () => {
  test('goes by the success that was logged, not by what is known now', () => {
    const likely = [candidate(A, 0.6), candidate(B, 0.9)];
    expect(chosen(aPastPayment({ routing: { candidates: likely } }), aPolicy())).toEqual({
      [B]: 1,
    });
    const unlikely = [candidate(A, 0.6), candidate(B, 0.3)];
    expect(chosen(aPastPayment({ routing: { candidates: unlikely } }), aPolicy())).toEqual({
      [A]: 1,
    });
  });

  test('takes no channel that could not be chosen then, whatever a draft prefers', () => {
    expect(chosen(aPastPayment(), aPolicy({ rules: preferring(C) }))).toEqual({ [A]: 1 });
  });

  test('takes no channel that is closed to it now', () => {
    const policy = aPolicy({ channels: { [A]: { status: 'frozen' } } });
    expect(chosen(aPastPayment(), policy)).toEqual({ [B]: 1 });
    const none = aPolicy({ channels: { [A]: { status: 'frozen' }, [B]: { methods: ['card'] } } });
    expect(redecide(aPastPayment(), none).first.size).toBe(0);
  });

  test('sees the fees of the policy', () => {
    const dear = aPolicy({ channels: { [A]: { fee: { rateBasisPoints: 300, fixedMinor: 0 } } } });
    expect(chosen(aPastPayment(), dear)).toEqual({ [B]: 1 });
  });

  test('counts hours and days where the rules do', () => {
    const at = (time_zone: string) =>
      aPolicy({
        rules: {
          ...aRuleSet([
            { action: 'prefer', channels: { field: 'id', op: 'eq', value: B } },
            { when: { field: 'hour', op: 'eq', value: 12 } },
          ]),
          time_zone,
        },
      });
    expect(chosen(aPastPayment(), at('Asia/Shanghai'))).toEqual({ [B]: 1 });
    expect(chosen(aPastPayment(), at('Europe/Berlin'))).toEqual({ [A]: 1 });
  });

  test('keeps a channel last that was broken then, even when a draft prefers it', () => {
    const candidates = [candidate(A, 0.8), candidate(B, 0.05, 'broken')];
    const past = aPastPayment({ routing: { candidates } });
    expect(chosen(past, aPolicy({ rules: preferring(B) }))).toEqual({ [A]: 1 });
  });

  test('lets an impaired channel compete with the backups', () => {
    const candidates = [candidate(A, 0.79, 'impaired'), candidate(B, 0.6)];
    expect(chosen(aPastPayment({ routing: { candidates } }), aPolicy())).toEqual({ [B]: 1 });
  });

  test('knows the shares that are drawn in order to learn', () => {
    const small = { amount: money('CNY', 1_000) };
    expect(first(aPastPayment(small), aPolicy())).toEqual({
      [A]: expect.closeTo(0.995),
      [B]: expect.closeTo(0.005),
    });
    expect(first(aPastPayment(), aPolicy())).toEqual({ [A]: 1 });
    const candidates = [candidate(A, 0.8), candidate(B, 0.05, 'recovering')];
    expect(first(aPastPayment({ ...small, routing: { candidates } }), aPolicy())).toEqual({
      [A]: expect.closeTo(0.94),
      [B]: expect.closeTo(0.06),
    });
  });

  test('knows the shares of a split', () => {
    const rules = aRuleSet({
      action: 'split',
      shares: [
        { channels: { field: 'id', op: 'eq', value: A }, share: 70 },
        { channels: { field: 'id', op: 'eq', value: B }, share: 30 },
      ],
    });
    expect(chosen(aPastPayment(), aPolicy({ rules }))).toEqual({
      [A]: expect.closeTo(0.7),
      [B]: expect.closeTo(0.3),
    });
  });

  test("knows the draw by weight where the merchant's own order decides", () => {
    const policy = aPolicy({
      settings: { strategy: 'priority' },
      channels: { [A]: { weight: 1 }, [B]: { weight: 3 } },
    });
    expect(chosen(aPastPayment(), policy)).toEqual({ [A]: 0.25, [B]: 0.75 });
  });

  test('is not moved by a hand that an operator has on the wheel now', () => {
    const policy = aPolicy({
      settings: { forced: { channelIds: [B], reason: 'moving', at: '2026-03-01T00:00:00.000Z' } },
    });
    expect(chosen(aPastPayment(), policy)).toEqual({ [A]: 1 });
  });
});
