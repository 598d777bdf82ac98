import { describe, expect, it } from 'vitest';
import { attemptIdOf } from '#shared/domain/identity/ids.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { isResubmissionDue } from '#shared/domain/orders/resubmission.ts';
import { anAttempt, anOrder, later, NOW } from '#test/support/builders.ts';

const REQUEST = { buyerIp: '203.0.113.7', returnUrl: 'https://pay.example/checkout/x/return' };
const order = anOrder();
const lost = (changes: Partial<Attempt> = {}) =>
  anAttempt(order, { state: 'unknown', request: REQUEST, ...changes });

const isDue = (
  attempt: Attempt,
  seconds: number,
  { changes = {}, others = [] }: { changes?: Partial<Order>; others?: Attempt[] } = {},
) =>
  isResubmissionDue(
    { order: { ...order, ...changes }, attempts: [attempt, ...others] },
    attempt,
    later(seconds),
  );

describe('an attempt that its provider does not know', () => {
  it('is sent again three times at most, each later than the last', () => {
    for (const [resubmissions, from] of [10, 40, 100].entries()) {
      expect(isDue(lost({ resubmissions }), from - 1)).toBe(false);
      expect(isDue(lost({ resubmissions }), from)).toBe(true);
    }
    expect(isDue(lost({ resubmissions: 3 }), 400)).toBe(false);
  });

  it('is left alone while the process that made it may still wait for the answer', () => {
    const fresh = lost({ state: 'submitted' });
    expect(isDue(fresh, 19)).toBe(false);
    expect(isDue(fresh, 20)).toBe(true);
  });

  it('is not sent again without time left to pay', () => {
    expect(isDue(lost(), 840)).toBe(true);
    expect(isDue(lost(), 841)).toBe(false);
    expect(isDue(lost({ expiresAt: later(60).toISOString() }), 30)).toBe(false);
  });

  it.each(['delivered', 'paid', 'cancelled', 'expired', 'needs_review'] as const)(
    'is not sent again for an order that is %s',
    (state) => {
      expect(isDue(lost(), 50, { changes: { state } })).toBe(false);
    },
  );

  it('is not sent again once anything says that the provider knows it', () => {
    expect(isDue(lost({ nextAction: { kind: 'qr', content: 'x' } }), 50)).toBe(false);
    expect(isDue(lost({ providerReference: 'P1' }), 50)).toBe(false);
    expect(isDue(lost({ unconfirmed: { since: NOW.toISOString(), asked: 0 } }), 50)).toBe(false);
    for (const state of ['pending', 'succeeded', 'failed', 'closed'] as const)
      expect(isDue(lost({ state }), 50)).toBe(false);
  });

  it('is not sent again when the buyer has gone on to another way to pay', () => {
    const other = anAttempt(order, { id: attemptIdOf(order.id, 2), method: 'wechat_pay' });
    expect(isDue(lost(), 50, { others: [other] })).toBe(false);
  });

  it('is not sent again when nobody kept what to send', () => {
    expect(isDue(lost({ request: undefined }), 50)).toBe(false);
  });
});
