import { describe, expect, it } from 'vitest';
import { attemptIdOf } from '#shared/domain/identity/ids.ts';
import { money } from '#shared/domain/money/money.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import { decide } from '#shared/domain/orders/decide.ts';
import type { DecideInput } from '#shared/domain/orders/decide-input.ts';
import type { OrderDecision } from '#shared/domain/orders/decision.ts';
import { effectiveState } from '#shared/domain/orders/effective-state.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import type { OrderEvent } from '#shared/domain/orders/order-event.ts';
import {
  DEFAULT_PAYMENT_POLICIES,
  type PaymentPolicies,
} from '#shared/domain/policies/payment-policies.ts';
import { anAttempt, anOrder, aProduct, CHANNEL_B, later, NOW } from '#test/support/builders.ts';

const report = (
  attempt: Attempt,
  changes: Partial<Extract<OrderEvent, { kind: 'payment_reported' }>> = {},
): OrderEvent => ({
  kind: 'payment_reported',
  attemptId: attempt.id,
  channelId: attempt.channelId,
  status: 'succeeded',
  amount: attempt.amount,
  providerReference: 'P1',
  source: 'notification',
  ...changes,
});

const change = (decision: OrderDecision) => {
  if (decision.kind !== 'change')
    throw new Error(`expected a change, got ${JSON.stringify(decision)}`);
  return decision;
};

/** Decides without knowing stock or policies, as every decision begins, unless the test answers. */
const apply = (
  order: Order,
  attempts: readonly Attempt[],
  event: OrderEvent,
  answers: Partial<DecideInput> = {},
) =>
  decide(
    { order, attempts, refunds: [], now: NOW, stock: 'unasked', policies: 'unasked', ...answers },
    event,
  );

const policies = (changes: Partial<PaymentPolicies> = {}) => ({
  policies: { ...DEFAULT_PAYMENT_POLICIES, ...changes },
});

describe('a payment', () => {
  it('delivers the held cards in the same decision, asks for nothing else, and announces both steps with gapless sequences', () => {
    const order = anOrder();
    const attempt = anAttempt(order);
    const decided = change(apply(order, [attempt], report(attempt)));
    expect(decided.order).toMatchObject({
      state: 'delivered',
      reservation: 'sold',
      paidAttemptId: attempt.id,
      version: 3,
    });
    expect(decided.cards).toBe('keep');
    expect(decided.attempts).toMatchObject([
      { state: 'succeeded', version: 2, providerReference: 'P1' },
    ]);
    expect(decided.announce).toEqual([
      { type: 'order.paid', sequence: 2 },
      { type: 'order.delivered', sequence: 3 },
    ]);
  });

  it('that is reported twice changes nothing the second time', () => {
    const order = anOrder();
    const attempt = anAttempt(order);
    const first = change(apply(order, [attempt], report(attempt)));
    expect(apply(first.order, first.attempts, report(attempt)).kind).toBe('no_change');
  });

  it('that another channel reports is not believed', () => {
    const order = anOrder();
    const attempt = anAttempt(order);
    expect(apply(order, [attempt], report(attempt, { channelId: CHANNEL_B })).kind).toBe(
      'no_change',
    );
  });

  it.each([
    ['less', money('CNY', 1), 'underpaid'],
    ['another currency', money('USD', 990), 'currency_mismatch'],
    ['an unknown amount', undefined, 'amount_mismatch'],
  ] as const)(
    'of %s waits for a person, keeps the cards and delivers nothing',
    (_name, amount, reason) => {
      const order = anOrder();
      const attempt = anAttempt(order);
      const decided = change(apply(order, [attempt], report(attempt, { amount }), policies()));
      expect(decided.order).toMatchObject({
        state: 'needs_review',
        reservation: 'held',
        review: { reason },
      });
      expect(decided.order.deliveredAt).toBeUndefined();
      expect(decided.effect).toBe('needs_review');
    },
  );

  it('of more is delivered, and the difference is noted as the buyer’s', () => {
    const order = anOrder();
    const attempt = anAttempt(order);
    const amount = money('CNY', 99_999);
    const decided = change(apply(order, [attempt], report(attempt, { amount }), policies()));
    expect(decided.order).toMatchObject({
      state: 'delivered',
      reservation: 'sold',
      credit: money('CNY', 99_009),
    });
    expect(decided.refunds).toEqual([]);
  });

  it('that is not plain is decided by the shop’s policies, which are asked for', () => {
    const order = anOrder();
    const attempt = anAttempt(order);
    const underpaid = report(attempt, { amount: money('CNY', 1) });
    expect(apply(order, [attempt], underpaid).kind).toBe('needs_policies');
    expect(apply(order, [attempt], report(attempt), { now: later(9_999) }).kind).toBe(
      'needs_policies',
    );
  });

  it('that arrives after its time but before the cards were given back is delivered', () => {
    const order = anOrder();
    const attempt = anAttempt(order);
    const decided = change(
      apply(order, [attempt], report(attempt), { now: later(9_999), ...policies() }),
    );
    expect(decided.order.state).toBe('delivered');
  });

  it('that arrives after expiry takes fresh cards when there are any, else waits for stock: it is never refused', () => {
    const order = anOrder({ state: 'expired', reservation: 'released' });
    const attempt = anAttempt(order);
    const paid = (stock: DecideInput['stock']) =>
      apply(order, [attempt], report(attempt), { stock, ...policies() });
    expect(paid('unasked').kind).toBe('needs_stock');
    expect(change(paid('available'))).toMatchObject({
      cards: 'take',
      order: { state: 'delivered', reservation: 'sold' },
    });
    expect(change(paid('short'))).toMatchObject({
      cards: 'keep',
      order: { state: 'awaiting_stock', paidAttemptId: attempt.id },
    });
  });

  it('of a cancelled order goes back, or is kept for a person', () => {
    const order = anOrder({ state: 'cancelled', reservation: 'released' });
    const attempt = anAttempt(order);
    const decided = change(apply(order, [attempt], report(attempt), policies()));
    expect(decided.order).toMatchObject({ state: 'refunding', paidAttemptId: attempt.id });
    const [refund] = decided.refunds;
    expect(refund).toMatchObject({
      attemptId: attempt.id,
      amount: attempt.amount,
      cause: 'paid_after_cancellation',
      state: 'queued',
    });
    expect(decided.followUps).toEqual([{ kind: 'submit_refund', refundId: refund?.id }]);

    const held = apply(order, [attempt], report(attempt), policies({ afterCancellation: 'hold' }));
    expect(change(held)).toMatchObject({
      order: { state: 'needs_review', review: { reason: 'paid_after_cancellation' } },
      refunds: [],
    });
  });

  it('by a second attempt of a delivered order delivers nothing more and goes back, or asks a person', () => {
    const order = anOrder({ attemptCount: 2 });
    const first = anAttempt(order);
    const second = anAttempt(order, { id: attemptIdOf(order.id, 2), channelId: CHANNEL_B });
    const delivered = change(apply(order, [first, second], report(first)));
    expect(delivered.followUps).toEqual([{ kind: 'close_attempt', attemptId: second.id }]);
    const attempts = [...delivered.attempts, second];

    const again = change(apply(delivered.order, attempts, report(second), policies()));
    expect(again).toMatchObject({
      order: { state: 'delivered', paidAttemptId: first.id },
      cards: 'keep',
      attempts: [{ id: second.id, state: 'succeeded' }],
      refunds: [{ attemptId: second.id, amount: second.amount, cause: 'duplicate_payment' }],
    });
    expect(again.order.review).toBeUndefined();

    const hold = policies({ duplicate: 'hold' });
    const held = change(apply(delivered.order, attempts, report(second), hold));
    expect(held).toMatchObject({
      order: { state: 'delivered', review: { reason: 'duplicate_payment' } },
      cards: 'keep',
      attempts: [{ id: second.id, state: 'succeeded' }],
      refunds: [],
    });
  });

  it('of a manual product waits for the merchant, and their content delivers it', () => {
    const order = anOrder({}, aProduct({ cardKind: 'manual' }));
    const attempt = anAttempt(order);
    const paid = change(apply(order, [attempt], report(attempt)));
    expect(paid.order).toMatchObject({ state: 'paid', reservation: 'none' });
    const byHand = { kind: 'complete_by_hand', actor: 'Li', reason: 'done' } as const;
    expect(apply(paid.order, paid.attempts, { ...byHand, hasContent: false }).kind).toBe('refused');
    expect(
      change(apply(paid.order, paid.attempts, { ...byHand, hasContent: true })).order.state,
    ).toBe('delivered');
  });

  it('that failed gives its daily cap back exactly once', () => {
    const order = anOrder();
    const attempt = anAttempt(order, { capDay: '2026-05-01' });
    const failed = change(apply(order, [attempt], report(attempt, { status: 'failed' })));
    expect(failed.releaseCapsOf).toEqual([attempt]);
    expect(apply(failed.order, failed.attempts, report(attempt, { status: 'failed' })).kind).toBe(
      'no_change',
    );
    expect(apply(failed.order, failed.attempts, report(attempt, { status: 'closed' })).kind).toBe(
      'no_change',
    );
  });

  it('that failed and is paid after all is delivered: a provider may change its mind', () => {
    const order = anOrder();
    const attempt = anAttempt(order, { state: 'failed' });
    expect(change(apply(order, [attempt], report(attempt))).order.state).toBe('delivered');
  });

  it('described by a word we do not know changes nothing', () => {
    const order = anOrder();
    const attempt = anAttempt(order);
    expect(apply(order, [attempt], report(attempt, { status: 'unknown' })).kind).toBe('no_change');
  });
});

describe('an order', () => {
  it('expires only after its time, gives its cards back, and does so once', () => {
    const order = anOrder();
    expect(apply(order, [], { kind: 'expire' }, { now: later(899) }).kind).toBe('no_change');
    const expired = change(apply(order, [], { kind: 'expire' }, { now: later(900) }));
    expect(expired).toMatchObject({
      cards: 'give_back',
      order: { state: 'expired', reservation: 'released' },
    });
    expect(apply(expired.order, [], { kind: 'expire' }, { now: later(901) }).kind).toBe(
      'no_change',
    );
  });

  it('shows as expired from that moment even if nobody wrote it down', () => {
    const order = anOrder();
    expect(effectiveState(order, later(899))).toBe('awaiting_payment');
    expect(effectiveState(order, later(900))).toBe('expired');
  });

  it('that is delivered can neither expire nor be cancelled', () => {
    const order = anOrder({ state: 'delivered', reservation: 'sold' });
    expect(apply(order, [], { kind: 'expire' }, { now: later(9_999) }).kind).toBe('no_change');
    expect(apply(order, [], { kind: 'cancel', actor: 'key', reason: undefined }).kind).toBe(
      'refused',
    );
  });

  it('starts no payment once its time is over', () => {
    const order = anOrder();
    const decision = apply(
      order,
      [],
      { kind: 'attempt_started', attempt: anAttempt(order) },
      { now: later(900) },
    );
    expect(decision).toMatchObject({ kind: 'refused', code: 'order_not_payable' });
  });

  it('is completed by hand with reason and actor in its story, once', () => {
    const order = anOrder();
    const event = {
      kind: 'complete_by_hand',
      actor: 'Wang',
      reason: 'paid by bank transfer',
      hasContent: false,
    } as const;
    const done = change(apply(order, [], event));
    expect(done.order.timeline).toContainEqual(
      expect.objectContaining({
        what: 'completed_by_hand',
        actor: 'Wang',
        detail: 'paid by bank transfer',
      }),
    );
    expect(apply(done.order, [], event).kind).toBe('no_change');
  });

  it('that was delivered and whose refund failed is not delivered again by hand', () => {
    const order = anOrder({
      state: 'needs_review',
      reservation: 'sold',
      deliveredAt: NOW.toISOString(),
      review: { reason: 'refund_failed', detail: 'the provider has no money' },
    });
    const event = {
      kind: 'complete_by_hand',
      actor: 'Wang',
      reason: 'looked at it',
      hasContent: false,
    } as const;
    expect(apply(order, [], event, { stock: 'available' })).toMatchObject({
      kind: 'refused',
      code: 'state_conflict',
    });
  });
});
