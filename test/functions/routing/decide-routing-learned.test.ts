import { describe, expect, test } from 'vitest';
import { decideRouting } from '#functions/routing/decide-routing.ts';
import { NO_GUIDANCE, type RoutingGuidance } from '#shared/application/routing/route-payment.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import { decideRouting as contract } from '#shared/contract/api/routing.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { money } from '#shared/domain/money/money.ts';
import type { ChannelHealth } from '#shared/domain/routing/learning/health-snapshot.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import { compileRules } from '#shared/domain/routing/rules/compile-rules.ts';
import { TERMS } from '#shared/domain/routing/utility/terms.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aRuleSet } from '../../domain/routing/rules/a-rule.ts';
import { aSnapshot, someHealth } from '../../domain/routing/some-health.ts';
import { anAccount, aTenant, channelId } from '../../support/an-account.ts';
import { anApi } from '../../support/http-call.ts';

const NOW = new Date('2026-03-04T04:00:00Z');
const [CHEAP, DEAR, BACKUP] = [channelId(1), channelId(2), channelId(3)];

/** Accounts whose own order is the opposite of what they are worth. */
const CHANNELS: Channel[] = [
  anAccount({
    id: CHEAP,
    provider: 'epay',
    label: 'cheap',
    priority: 9,
    fee: { rateBasisPoints: 60, fixedMinor: 10 },
  }),
  anAccount({
    id: DEAR,
    provider: 'epay',
    label: 'dear',
    priority: 1,
    fee: { rateBasisPoints: 300, fixedMinor: 0 },
    costs: { attemptMinor: 5, riskBasisPoints: 20, settlement: { days: 2 } },
  }),
  anAccount({ id: BACKUP, provider: 'epay', label: 'backup', priority: 2, role: 'backup' }),
];

const learned = (
  healths: Partial<Record<string, Partial<ChannelHealth>>> = {},
): RoutingGuidance => ({
  ...NO_GUIDANCE,
  knowledge: {
    ...NO_GUIDANCE.knowledge,
    snapshot: aSnapshot(
      CHANNELS.map(({ id }) => someHealth(id, healths[id])),
      NOW,
    ),
  },
});

const decide = async (
  guidance: RoutingGuidance,
  payment: Record<string, unknown> = {},
  {
    channels = CHANNELS,
    reserved = 0n,
    random = 0.999,
  }: { channels?: Channel[]; reserved?: bigint; random?: number } = {},
) => {
  const caller = { tenant: aTenant, keyId: systemRuntime.newId('apiKey') };
  const send = anApi(
    [
      decideRouting({
        channels: {
          list: async () => channels,
          read: async (_tenant, id) => channels.find((channel) => channel.id === id),
          findOwner: async () => aTenant,
          readCaps: async (_tenant, days) =>
            new Map(days.map(({ channelId: id }) => [id, reserved])),
        },
        guidance: { read: async () => guidance, noteAttempt: () => {} },
        registry: channelRegistry,
        runtime: { now: () => NOW, random: () => random },
      }),
    ],
    { callers: [caller] },
  );
  const reply = await send({
    as: caller,
    method: 'POST',
    path: '/v1/routing/decisions',
    body: { amount: 50_000, currency: 'CNY', method: 'alipay', ...payment },
  });
  expect(reply.status, reply.text).toBe(200);
  return contract.reply.parse(reply.json);
};

type Reply = Awaited<ReturnType<typeof decide>>;
const candidateOf = (reply: Reply, channel: string): Reply['candidates'][number] => {
  const found = reply.candidates.find((candidate) => candidate.channel === channel);
  if (!found) throw new Error(`${channel} is not explained`);
  return found;
};
const codesOf = (reply: Reply, channel: string): string[] =>
  candidateOf(reply, channel).reasons.map(({ code }) => code);

describe('POST /v1/routing/decisions, when something was learned', () => {
  test('decides by what a payment is worth, not by priority', async () => {
    const reply = await decide(learned());
    expect(reply).toMatchObject({ decided_by: 'best', first: 'best', propensity: 1 });
    expect(reply.order).toEqual([CHEAP, DEAR, BACKUP]);
    expect((await decide(NO_GUIDANCE)).order).toEqual([DEAR, CHEAP, BACKUP]);
    expect((await decide(NO_GUIDANCE)).decided_by).toBe('priority');
  });

  test('tells every term of every channel, and their sum', async () => {
    const reply = await decide(learned());
    for (const { terms, utility, success_probability: p } of reply.candidates) {
      expect(Object.keys(terms ?? {}).sort()).toEqual([...TERMS].sort());
      const sum = Object.values(terms ?? {}).reduce((total, term) => total + term, 0);
      expect(utility).toBeCloseTo(sum, 6);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThan(1);
    }
    const { terms, success_probability: p = 0 } = candidateOf(reply, DEAR);
    // 3 % of 500.00, a price of every try, 0.2 % for disputes, 0.03 % a day for two days.
    expect(terms?.fee).toBeCloseTo(-(p ?? 0) * 1_500, 6);
    expect(terms?.attempt).toBe(-5);
    expect(terms?.risk).toBeCloseTo(-100, 6);
    expect(terms?.capital).toBeCloseTo(-(p ?? 0) * 30, 6);
    expect(terms?.value).toBeCloseTo((p ?? 0) * 7_550, 6);
  });

  test('explains every channel in English and in Chinese, with its figures', async () => {
    const reply = await decide(learned({ [DEAR]: { factor: 0.6 } }));
    for (const { reasons } of reply.candidates) {
      for (const { en, zh } of reasons) {
        expect(en).toMatch(/^[A-Z0-9].*\.$/);
        expect(zh).toMatch(/[\u4e00-\u9fff].*。$/);
      }
    }
    const reasons = candidateOf(reply, DEAR).reasons;
    expect(reasons.map(({ code }) => code)).toEqual([
      'main_channel',
      'expected_success',
      'impaired',
      'expected_cost',
      'expected_profit',
    ]);
    expect(reasons[1]).toEqual({
      code: 'expected_success',
      en: 'Expected success 42 % (usually 70 %).',
      zh: '预计成功率 42 %（平时 70 %）。',
    });
    expect(reasons[3]).toEqual({
      code: 'expected_cost',
      en: 'A success costs 15.30 CNY in fees, withdrawal, hidden costs and waiting.',
      zh: '成功一笔的费用（手续费、提现、隐性与资金占用）为 15.30 CNY。',
    });
  });

  test('puts a broken channel last and says since when', async () => {
    const reply = await decide(
      learned({
        [CHEAP]: { openedAt: NOW.getTime() - 60_000, factor: 0.05, trialsFrom: Infinity },
      }),
    );
    expect(reply.order).toEqual([DEAR, BACKUP, CHEAP]);
    expect(candidateOf(reply, CHEAP).reasons).toContainEqual({
      code: 'broken',
      en: expect.stringContaining('2026-03-04T03:59:00.000Z'),
      zh: expect.stringContaining('2026-03-04T03:59:00.000Z'),
    });
  });

  test('names the bank that is in trouble there, and only there', async () => {
    const reply = await decide(learned({ [CHEAP]: { issuers: [['icbc', 0.3]] } }), {
      issuer: 'icbc',
    });
    expect(reply.order[0]).toBe(DEAR);
    expect(codesOf(reply, CHEAP)).toContain('issuer_impaired');
    expect(codesOf(reply, DEAR)).not.toContain('issuer_impaired');
    const other = await decide(learned({ [CHEAP]: { issuers: [['icbc', 0.3]] } }), {
      issuer: 'ccb',
    });
    expect(other.order[0]).toBe(CHEAP);
  });

  test('tells how likely an explored channel was, and that it was explored', async () => {
    const guidance = {
      ...learned(),
      settings: { ...DEFAULT_ROUTING_SETTINGS, explorationShare: 0.1 },
    };
    const reply = await decide(guidance, { amount: 5_000 }, { random: 0.07 });
    expect(reply.first).toBe('exploration');
    expect(reply.propensity).toBeCloseTo(0.05, 12);
    expect(codesOf(reply, reply.order[0] ?? '')).toContain('exploration');
    const best = await decide(guidance, { amount: 5_000 }, { random: 0.5 });
    expect([best.first, best.propensity]).toEqual(['best', expect.closeTo(0.95, 12)]);
  });

  test('tries a broken channel with a share of small payments, and says so', async () => {
    const guidance = learned({
      [CHEAP]: { openedAt: NOW.getTime() - 60_000, factor: 0.05, trialsFrom: NOW.getTime() - 1 },
    });
    const reply = await decide(guidance, { amount: 5_000 }, { random: 0.01 });
    expect(reply).toMatchObject({ first: 'trial', propensity: 0.06 });
    expect(reply.order[0]).toBe(CHEAP);
    expect(codesOf(reply, CHEAP)[0]).toBe('trial');
    const large = await decide(guidance, { amount: 50_000 }, { random: 0.01 });
    expect([large.first, large.propensity, large.order[0]]).toEqual(['best', 1, DEAR]);
  });

  test('has neither success, terms nor utility for a channel that may not be used', async () => {
    const [cheap, ...rest] = CHANNELS as [Channel, ...Channel[]];
    const reply = await decide(
      learned(),
      {},
      { channels: [{ ...cheap, maxAmount: money('CNY', 49_999) }, ...rest] },
    );
    expect(candidateOf(reply, CHEAP)).toMatchObject({
      eligible: false,
      success_probability: null,
      terms: null,
      utility: null,
      reasons: [{ code: 'amount_too_large' }],
    });
    expect(reply.order).toEqual([DEAR, BACKUP]);
  });

  test('counts what today’s payments have taken of a cap', async () => {
    const [cheap, ...rest] = CHANNELS as [Channel, ...Channel[]];
    const channels = [{ ...cheap, dailyCap: money('CNY', 1_000_000) }, ...rest];
    const near = await decide(learned(), {}, { channels, reserved: 900_000n });
    expect(candidateOf(near, CHEAP).terms?.cap).toBeLessThan(0);
    expect(codesOf(near, CHEAP)).toContain('near_daily_cap');
    const full = await decide(learned(), {}, { channels, reserved: 950_001n });
    expect(full.order).not.toContain(CHEAP);
    expect(codesOf(full, CHEAP)).toEqual(['daily_cap_reached']);
  });

  test('follows the merchant’s rules and names them', async () => {
    const rules = compileRules(
      aRuleSet({ action: 'prefer', channels: { field: 'id', op: 'eq', value: BACKUP } }),
      1,
    );
    const reply = await decide({ ...learned(), rules });
    expect(reply.order[0]).toBe(BACKUP);
    const ruled = candidateOf(reply, BACKUP).reasons.find(({ code }) => code.includes('prefer'));
    expect(ruled?.en).toMatch(/\.$/);
    expect(ruled?.zh).toMatch(/。$/);
  });

  test('expects less of a risky buyer’s payment, by the channel’s disputes', async () => {
    const risk = async (level: string): Promise<number> => {
      const reply = await decide(learned(), { risk_level: level });
      return candidateOf(reply, DEAR).terms?.risk ?? Number.NaN;
    };
    expect(await risk('medium')).toBeCloseTo(2 * (await risk('low')), 6);
    expect(await risk('high')).toBeCloseTo(4 * (await risk('low')), 6);
  });
});
