import { describe, expect, it } from 'vitest';
import { rankMethods, suggestMethod } from '#shared/application/checkout/rank-methods.ts';
import type { FailureReason } from '#shared/domain/channels/failures/failure-reason.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import { aCandidate, channelId } from '#test/support/an-account.ts';
import { anAttempt, anOrder, NOW } from '#test/support/builders.ts';

const order = anOrder();
const first = aCandidate({ id: channelId(1), methods: ['alipay'], priority: 1, upstream: 'u1' });
const second = aCandidate({
  id: channelId(2),
  methods: ['wechat_pay'],
  priority: 2,
  upstream: 'u2',
});
const failed = (failureReason: FailureReason, changes: Partial<Attempt> = {}) =>
  anAttempt(order, { channelId: channelId(1), state: 'failed', failureReason, ...changes });
const ranked = (attempts: Attempt[], candidates = [first, second]) =>
  rankMethods(candidates, { order, attempts }, { device: 'desktop', now: NOW });

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
