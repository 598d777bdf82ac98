import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptIdOf } from '#shared/domain/identity/ids.ts';
import { money } from '#shared/domain/money/money.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import { decide } from '#shared/domain/orders/decide.ts';
import type { OrderDecision } from '#shared/domain/orders/decision.ts';
import { effectiveState } from '#shared/domain/orders/effective-state.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import type { OrderEvent, StockAnswer } from '#shared/domain/orders/order-event.ts';
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

const apply = (
  order: Order,
  attempts: Attempt[],
  event: OrderEvent,
  now = NOW,
  stock: StockAnswer = 'unasked',
) => decide({ order, attempts, now, stock }, event);

describe('a payment', () => {
  it('delivers the held cards in the same decision and announces both steps with gapless sequences', () => {
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
    expect(apply(first.order, [...first.attempts], report(attempt)).kind).toBe('no_change');
  });

  it('that another channel reports is not believed', () => {
    const order = anOrder();
    const attempt = anAttempt(order);
    expect(apply(order, [attempt], report(attempt, { channelId: CHANNEL_B })).kind).toBe(
      'no_change',
    );
  });

  it.each([
    ['less', money('CNY', 1), 'amount_mismatch'],
    ['more', money('CNY', 99_999), 'amount_mismatch'],
    ['another currency', money('USD', 990), 'currency_mismatch'],
    ['an unknown amount', undefined, 'amount_mismatch'],
  ] as const)(
    'of %s waits for a person, keeps the cards and delivers nothing',
    (_name, amount, reason) => {
      const order = anOrder();
      const attempt = anAttempt(order);
      const decided = change(apply(order, [attempt], report(attempt, { amount })));
      expect(decided.order).toMatchObject({
        state: 'needs_review',
        reservation: 'held',
        review: { reason },
      });
      expect(decided.order.deliveredAt).toBeUndefined();
      expect(decided.effect).toBe('needs_review');
    },
  );

  it('that arrives after its time but before the cards were given back is delivered', () => {
    const order = anOrder();
    const attempt = anAttempt(order);
    const decided = change(apply(order, [attempt], report(attempt), later(9_999)));
    expect(decided.order.state).toBe('delivered');
  });

  it('that arrives after expiry takes fresh cards when there are any, else waits for stock: it is never refused', () => {
    const order = anOrder({ state: 'expired', reservation: 'released' });
    const attempt = anAttempt(order);
    expect(apply(order, [attempt], report(attempt)).kind).toBe('needs_stock');
    const delivered = change(apply(order, [attempt], report(attempt), NOW, 'available'));
    expect(delivered).toMatchObject({
      cards: 'take',
      order: { state: 'delivered', reservation: 'sold' },
    });
    const waiting = change(apply(order, [attempt], report(attempt), NOW, 'short'));
    expect(waiting).toMatchObject({
      cards: 'keep',
      order: { state: 'awaiting_stock', paidAttemptId: attempt.id },
    });
  });

  it('of a cancelled order is kept for a person', () => {
    const order = anOrder({ state: 'cancelled', reservation: 'released' });
    const attempt = anAttempt(order);
    expect(change(apply(order, [attempt], report(attempt))).order).toMatchObject({
      state: 'needs_review',
      review: { reason: 'paid_after_cancellation' },
    });
  });

  it('by a second attempt of a delivered order delivers nothing more and asks a person', () => {
    const order = anOrder({ attemptCount: 2 });
    const first = anAttempt(order);
    const second = anAttempt(order, { id: attemptIdOf(order.id, 2), channelId: CHANNEL_B });
    const delivered = change(apply(order, [first, second], report(first)));
    const again = change(apply(delivered.order, [...delivered.attempts, second], report(second)));
    expect(again.order).toMatchObject({
      state: 'delivered',
      paidAttemptId: first.id,
      review: { reason: 'duplicate_payment' },
    });
    expect(again.cards).toBe('keep');
    expect(again.attempts).toMatchObject([{ id: second.id, state: 'succeeded' }]);
  });

  it('of a manual product waits for the merchant, and their content delivers it', () => {
    const order = anOrder({}, aProduct({ cardKind: 'manual' }));
    const attempt = anAttempt(order);
    const paid = change(apply(order, [attempt], report(attempt)));
    expect(paid.order).toMatchObject({ state: 'paid', reservation: 'none' });
    const byHand = { kind: 'complete_by_hand', actor: 'Li', reason: 'done' } as const;
    expect(apply(paid.order, [...paid.attempts], { ...byHand, hasContent: false }).kind).toBe(
      'refused',
    );
    expect(
      change(apply(paid.order, [...paid.attempts], { ...byHand, hasContent: true })).order.state,
    ).toBe('delivered');
  });

  it('that failed gives its daily cap back exactly once', () => {
    const order = anOrder();
    const attempt = anAttempt(order, { capDay: '2026-05-01' });
    const failed = change(apply(order, [attempt], report(attempt, { status: 'failed' })));
    expect(failed.releaseCapsOf).toEqual([attempt]);
    expect(
      apply(failed.order, [...failed.attempts], report(attempt, { status: 'failed' })).kind,
    ).toBe('no_change');
    expect(
      apply(failed.order, [...failed.attempts], report(attempt, { status: 'closed' })).kind,
    ).toBe('no_change');
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
    expect(apply(order, [], { kind: 'expire' }, later(899)).kind).toBe('no_change');
    const expired = change(apply(order, [], { kind: 'expire' }, later(900)));
    expect(expired).toMatchObject({
      cards: 'give_back',
      order: { state: 'expired', reservation: 'released' },
    });
    expect(apply(expired.order, [], { kind: 'expire' }, later(901)).kind).toBe('no_change');
  });

  it('shows as expired from that moment even if nobody wrote it down', () => {
    const order = anOrder();
    expect(effectiveState(order, later(899))).toBe('awaiting_payment');
    expect(effectiveState(order, later(900))).toBe('expired');
  });

  it('that is delivered can neither expire nor be cancelled', () => {
    const order = anOrder({ state: 'delivered', reservation: 'sold' });
    expect(apply(order, [], { kind: 'expire' }, later(9_999)).kind).toBe('no_change');
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
      later(900),
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
});

describe('every sequence of events', () => {
  const kinds = [
    'paid_a',
    'paid_b',
    'underpaid_a',
    'failed_a',
    'closed_b',
    'expire',
    'cancel',
    'complete',
    'wait',
  ] as const;

  it('moves only along the transition table, with gapless sequences, one delivery at most, and no event applied twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...kinds), { maxLength: 14 }),
        fc.constantFrom('unique', 'loop', 'manual'),
        fc.constantFrom<StockAnswer>('available', 'short'),
        (events, cardKind, stock) => {
          let order = anOrder({ attemptCount: 2 }, aProduct({ cardKind }));
          let attempts = [
            anAttempt(order),
            anAttempt(order, { id: attemptIdOf(order.id, 2), channelId: CHANNEL_B }),
          ];
          let now = NOW;
          let deliveries = 0;
          let taken = order.reservation === 'held' ? 1 : 0;
          for (const kind of events) {
            if (kind === 'wait') {
              now = later(500, now);
              continue;
            }
            const event = eventOf(kind, attempts);
            let decision = decide({ order, attempts, now, stock: 'unasked' }, event);
            if (decision.kind === 'needs_stock')
              decision = decide({ order, attempts, now, stock }, event);
            if (decision.kind !== 'change') continue;
            const before = order;
            const next = decision.order;
            const added = next.timeline.filter(({ sequence }) => sequence > before.version);
            expect(added.map(({ sequence }) => sequence)).toEqual(
              Array.from(
                { length: next.version - before.version },
                (_, index) => before.version + 1 + index,
              ),
            );
            if (decision.announce.some(({ type }) => type === 'order.delivered')) deliveries += 1;
            if (decision.cards === 'take') taken += 1;
            if (decision.cards === 'give_back') taken -= 1;
            attempts = attempts.map(
              (one) =>
                (decision.kind === 'change' && decision.attempts.find(({ id }) => id === one.id)) ||
                one,
            );
            order = next;
            expect(taken).toBeGreaterThanOrEqual(0);
            expect(taken).toBeLessThanOrEqual(1);
            const again = decide({ order, attempts, now, stock: 'available' }, event);
            expect(again.kind).not.toBe('change');
          }
          expect(deliveries).toBeLessThanOrEqual(1);
          if (order.state === 'delivered' && cardKind !== 'manual') expect(taken).toBe(1);
          const paid = attempts.some(({ state }) => state === 'succeeded');
          if (paid)
            expect(['paid', 'delivered', 'awaiting_stock', 'needs_review']).toContain(order.state);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  const eventOf = (
    kind: Exclude<(typeof kinds)[number], 'wait'>,
    [a, b]: Attempt[],
  ): OrderEvent => {
    if (!a || !b) throw new Error('two attempts are there');
    switch (kind) {
      case 'paid_a':
        return report(a);
      case 'paid_b':
        return report(b);
      case 'underpaid_a':
        return report(a, { amount: money('CNY', 1) });
      case 'failed_a':
        return report(a, { status: 'failed' });
      case 'closed_b':
        return report(b, { status: 'closed' });
      case 'expire':
        return { kind: 'expire' };
      case 'cancel':
        return { kind: 'cancel', actor: 'key', reason: undefined };
      case 'complete':
        return {
          kind: 'complete_by_hand',
          actor: 'Li',
          reason: 'checked',
          hasContent: a.provider === 'manual',
        };
    }
  };
});
