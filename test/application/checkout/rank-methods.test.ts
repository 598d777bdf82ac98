import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankMethods } from '#shared/application/checkout/rank-methods.ts';
import { routingRequestOf } from '#shared/application/checkout/routing-request.ts';
import { routeUnspent } from '#shared/application/checkout/untried-channels.ts';
import {
  decidersOf,
  NO_GUIDANCE,
  type RoutingGuidance,
  type RoutingMoment,
  routeIn,
} from '#shared/application/routing/route-payment.ts';
import type { Channel, PaymentMethod } from '#shared/domain/channels/channel.ts';
import {
  type FailureReason,
  failureReasonSchema,
} from '#shared/domain/channels/failures/failure-reason.ts';
import { suggestMethod } from '#shared/domain/checkout/suggest-method.ts';
import { walletLimit } from '#shared/domain/checkout/wallet-limits.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Candidate } from '#shared/domain/routing/candidate.ts';
import { compileRules } from '#shared/domain/routing/rules/compile-rules.ts';
import type { RuleAction } from '#shared/domain/routing/rules/rule-set-schema.ts';
import { aRandomRequest, someCandidates, someKnowledge } from '#test/domain/routing/arbitraries.ts';
import { aRuleSet } from '#test/domain/routing/rules/a-rule.ts';
import { someRuleSet } from '#test/domain/routing/rules/rule-arbitraries.ts';
import { aSnapshot, someHealth } from '#test/domain/routing/some-health.ts';
import { aVisitor } from '#test/support/a-visitor.ts';
import { aCandidate, channelId } from '#test/support/an-account.ts';
import { anAttempt, anOrder, later, NOW } from '#test/support/builders.ts';
import { seededRandom } from '#test/support/seeded-random.ts';
import { someVisitor } from '../../domain/checkout/some-methods.ts';

const order = anOrder();
const first = aCandidate({ id: channelId(1), methods: ['alipay'], priority: 1, upstream: 'u1' });
const second = aCandidate({
  id: channelId(2),
  methods: ['wechat_pay'],
  priority: 2,
  upstream: 'u2',
});
const PHONE = aVisitor({ device: 'mobile', platform: 'android' });

const momentOf = (
  candidates: readonly Candidate[],
  guidance: Partial<RoutingGuidance> = {},
): RoutingMoment => ({
  ...decidersOf(candidates, { ...NO_GUIDANCE, ...guidance }),
  channels: new Map(candidates.map(({ channel }) => [channel.id, channel as Channel])),
});

const rank = (
  candidates: readonly Candidate[],
  {
    attempts = [],
    visitor = PHONE,
    ...guidance
  }: Partial<RoutingGuidance> & { attempts?: Attempt[]; visitor?: typeof PHONE } = {},
) => rankMethods(momentOf(candidates, guidance), { order, attempts }, { visitor, now: NOW });

const namesOf = ({ offered }: ReturnType<typeof rankMethods>): PaymentMethod[] =>
  offered.map(({ method }) => method);
const ranked = (attempts: Attempt[], candidates = [first, second]) =>
  namesOf(rank(candidates, { attempts }));
const ruled = (...actions: RuleAction[]) => ({ rules: compileRules(aRuleSet(...actions), 1) });
const failed = (failureReason: FailureReason, changes: Partial<Attempt> = {}) =>
  anAttempt(order, { channelId: channelId(1), state: 'failed', failureReason, ...changes });

describe('the ways to pay', () => {
  it('come in the order of the merchant’s channels', () => {
    expect(ranked([])).toEqual(['alipay', 'wechat_pay']);
  });

  it('put one last when every channel of it has failed for this order', () => {
    expect(ranked([failed('declined')])).toEqual(['wechat_pay', 'alipay']);
    const spare = aCandidate({ id: channelId(3), methods: ['alipay'], priority: 9 });
    expect(ranked([failed('declined')], [first, second, spare])).toEqual(['wechat_pay', 'alipay']);
    const sooner = aCandidate({ id: channelId(3), methods: ['alipay'], priority: 1 });
    expect(ranked([failed('declined')], [first, second, sooner])[0]).toBe('alipay');
  });

  it('keep their places when the buyer only cancelled', () => {
    expect(ranked([failed('buyer_cancelled')])).toEqual(['alipay', 'wechat_pay']);
  });

  it('are none that the merchant’s rules close, and the buyer is not told of the rule', () => {
    const { offered, unavailable } = rank(
      [first, second],
      ruled({
        action: 'exclude',
        channels: { field: 'id', op: 'eq', value: channelId(1) },
      }),
    );
    expect(offered.map(({ method }) => method)).toEqual(['wechat_pay']);
    expect(unavailable).toEqual([{ method: 'alipay', code: 'not_for_this_order' }]);
  });

  it('are none whose caps are used up or whose provider is under maintenance, with the reason', () => {
    const used = {
      ...aCandidate({ id: channelId(1), methods: ['alipay'], dailyCap: order.amount }),
      reservedTodayMinor: 1n,
    };
    const resting = aCandidate({
      id: channelId(2),
      methods: ['wechat_pay'],
      maintenance: [{ startsAt: NOW.toISOString(), endsAt: later(60).toISOString() }],
    });
    const frozen = aCandidate({ id: channelId(3), methods: ['card'], status: 'frozen' });
    expect(rank([used, resting, frozen])).toMatchObject({
      offered: [],
      leading: null,
      unavailable: [
        { method: 'alipay', code: 'not_now' },
        { method: 'wechat_pay', code: 'under_maintenance' },
      ],
    });
  });

  it('are none that the front end which asks cannot carry out', () => {
    const elements = aCandidate({ methods: ['card'] }, { clientSdks: { mobile: 'stripe' } });
    const onPage = rank([elements], { visitor: { ...PHONE, clientSdks: ['wechat_jsapi'] } });
    expect(onPage.offered).toEqual([]);
    expect(onPage.unavailable).toEqual([{ method: 'card', code: 'not_on_this_page' }]);
    expect(namesOf(rank([elements]))).toEqual(['card']);
  });

  it('are told apart from what another device could do', () => {
    const official = aCandidate({ methods: ['alipay'] }, { devices: ['desktop', 'mobile'] });
    const inWechat = aVisitor({ device: 'wechat', platform: 'ios' });
    expect(rank([official], { visitor: inWechat }).unavailable).toEqual([
      { method: 'alipay', code: 'blocked_in_wechat' },
    ]);
    expect(rank([first], { visitor: inWechat }).unavailable).toEqual([
      { method: 'alipay', code: 'blocked_in_wechat' },
    ]);
  });

  it('come with what only their usable channels ask', () => {
    const strict = aCandidate({ id: channelId(1), methods: ['card'] }, { needsPhone: true });
    const [offer] = rank([strict, first]).offered.filter(({ method }) => method === 'card');
    expect(offer?.usable).toHaveLength(1);
  });

  it('are led by none that does not work well just now, and end with what is broken', () => {
    const at = (changes: Parameters<typeof someHealth>[1]) => ({
      knowledge: {
        ...NO_GUIDANCE.knowledge,
        snapshot: aSnapshot([someHealth(channelId(1), changes), someHealth(channelId(2))], NOW),
      },
    });
    expect(rank([first], at({})).leading).toBe('alipay');
    expect(rank([first], at({ factor: 0.7 })).leading).toBeNull();
    const broken = at({ factor: 0.1, openedAt: NOW.getTime() - 1_000 });
    expect(namesOf(rank([first, second], broken))).toEqual(['wechat_pay', 'alipay']);
    expect(rank([first], broken).leading).toBeNull();
  });

  it('are led by what this buyer paid with last, as the order remembers', () => {
    const buyer = { key: 'k', paidOrders: 1, preferredMethod: 'wechat_pay' as const };
    const { leading, offered } = rankMethods(
      momentOf([first, second]),
      { order: { ...order, buyer }, attempts: [] },
      { visitor: PHONE, now: NOW },
    );
    expect(leading).toBe('wechat_pay');
    expect(offered[0]?.reasons[0]).toBe('paid_before');
  });

  it('are led by none once a payment was started', () => {
    expect(rank([first]).leading).toBe('alipay');
    expect(rank([first], { attempts: [anAttempt(order)] }).leading).toBeNull();
  });
});

describe('asking routing what could be paid with', () => {
  const anything = fc.record({
    candidates: someCandidates,
    request: aRandomRequest,
    knowledge: someKnowledge,
    rules: fc.option(someRuleSet, { nil: undefined }),
    visitor: someVisitor,
    failures: fc.array(
      fc.record({
        channelId: fc.constantFrom(channelId(1), channelId(2), channelId(3)),
        method: fc.constantFrom('alipay' as const, 'wechat_pay' as const),
        reason: fc.constantFrom(...failureReasonSchema.options),
      }),
      { maxLength: 2 },
    ),
    seed: fc.nat(),
  });

  it('offers exactly what a payment could be sent through, whatever it draws', () => {
    let [offers, refusals] = [0, 0];
    fc.assert(
      fc.property(
        anything,
        ({ candidates, request, knowledge, rules, visitor, failures, seed }) => {
          const moment = momentOf(candidates, {
            knowledge,
            rules: rules && compileRules(rules, 1),
          });
          const paid = anOrder({
            amount: request.amount,
            expiresAt: request.expiresAt.toISOString(),
          });
          const attempts = failures.map(({ reason, ...attempt }) =>
            anAttempt(paid, { ...attempt, state: 'failed', failureReason: reason }),
          );
          const { now } = request;
          const { offered } = rankMethods(moment, { order: paid, attempts }, { visitor, now });
          const random = seededRandom(seed);
          for (const method of ['alipay', 'wechat_pay', 'qq_wallet', 'unionpay'] as const) {
            // As a buyer does who has said what there is to say.
            const wanted = routingRequestOf(paid, { ...visitor, method, hasPhone: true, now });
            const { order: found } = routeUnspent(attempts, wanted, (payment) =>
              routeIn(moment, payment, random),
            );
            const offer = offered.find((it) => it.method === method);
            if (walletLimit(method, visitor)) expect(offer).toBeUndefined();
            else {
              expect(found.length > 0).toBe(offer !== undefined);
              expect(offer?.usable.map(({ channel }) => channel.id).sort() ?? []).toEqual(
                [...found].sort(),
              );
            }
            if (offer) offers += 1;
            else refusals += 1;
          }
        },
      ),
      { numRuns: 1_500 },
    );
    // Both must have come up often, or the property said nothing.
    expect(Math.min(offers, refusals)).toBeGreaterThan(500);
  });

  it('draws nothing, and is the same every time', () => {
    const random = Math.random;
    Math.random = () => {
      throw new Error('something was drawn');
    };
    try {
      fc.assert(
        fc.property(anything, ({ candidates, request, knowledge, rules, visitor }) => {
          const moment = momentOf(candidates, {
            knowledge,
            rules: rules && compileRules(rules, 1),
            shadow: rules && compileRules(rules, 2),
          });
          const ask = () =>
            rankMethods(moment, { order, attempts: [] }, { visitor, now: request.now });
          expect(ask()).toEqual(ask());
        }),
        { numRuns: 300 },
      );
    } finally {
      Math.random = random;
    }
  });
});

describe('what is offered first after a failure', () => {
  const offeredAfter = (reason: FailureReason) => {
    const attempt = failed(reason);
    return suggestMethod(ranked([attempt]), attempt);
  };

  it('is another way after a decline, the same after a cancellation, none for forbidden goods', () => {
    expect(offeredAfter('declined')).toBe('wechat_pay');
    expect(offeredAfter('risk_refused')).toBe('wechat_pay');
    expect(offeredAfter('buyer_cancelled')).toBe('alipay');
    expect(offeredAfter('goods_refused')).toBeNull();
  });

  it('is nothing when nothing failed, or nothing else is there', () => {
    expect(suggestMethod(['alipay'], undefined)).toBeNull();
    expect(suggestMethod(['alipay'], anAttempt(order))).toBeNull();
    expect(suggestMethod(['alipay'], failed('declined'))).toBeNull();
  });
});
