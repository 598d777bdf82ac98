import { describe, expect, it } from 'vitest';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import { isConfirmationMissing, nextQueryAt } from '#shared/domain/orders/query-schedule.ts';
import { anAttempt, anOrder, later, NOW } from '#test/support/builders.ts';
import { aSale, paid } from './a-sale.ts';

const order = anOrder();
const secondsAfter = (from: Date, attempt: Attempt): number | undefined => {
  const next = nextQueryAt(attempt);
  return next && (next.getTime() - from.getTime()) / 1000;
};

/** Seconds from one question to the next while nobody knows more, at most `count`. */
const questions = (attempt: Attempt, count = 1_000): number[] => {
  const waits: number[] = [];
  let last = NOW;
  let asked = attempt;
  while (waits.length < count) {
    const at = nextQueryAt(asked);
    if (!at) break;
    waits.push((at.getTime() - last.getTime()) / 1000);
    last = at;
    asked = {
      ...asked,
      queryCount: asked.queryCount + 1,
      updatedAt: at.toISOString(),
      ...(asked.unconfirmed
        ? { unconfirmed: { ...asked.unconfirmed, asked: asked.unconfirmed.asked + 1 } }
        : {}),
    };
  }
  return waits;
};

describe('questions about an open attempt', () => {
  it('come quickly while the buyer looks, every five minutes while it can be paid, then rarely for three days', () => {
    const attempt = anAttempt(order, { expiresAt: later(1_500).toISOString() });
    const waits = questions(attempt);
    expect(waits.slice(0, 7)).toEqual([15, 30, 60, 120, 300, 300, 300]);
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    expect(total).toBeGreaterThan(3 * 86_400 - 5_000);
    expect(total).toBeLessThan(4 * 86_400);
    expect(waits.length).toBeLessThan(30);
  });

  it('end when it is decided', () => {
    for (const state of ['succeeded', 'failed', 'closed'] as const)
      expect(nextQueryAt(anAttempt(order, { state }))).toBeUndefined();
  });

  it('end after so many that something is wrong', () => {
    const queryCount = 400;
    expect(nextQueryAt(anAttempt(order, { queryCount }))).toBeUndefined();
    expect(nextQueryAt(anAttempt(order, { queryCount: queryCount - 1 }))).toBeDefined();
  });
});

describe('questions about a payment that was announced and is to be confirmed', () => {
  const announced = (changes: Partial<Attempt> = {}) =>
    anAttempt(order, {
      unconfirmed: { since: NOW.toISOString(), asked: 0 },
      updatedAt: NOW.toISOString(),
      ...changes,
    });

  it('begin at once and go on soon, for about three hours, twelve times', () => {
    const attempt = announced();
    const waits = questions(attempt, 12);
    expect(waits).toEqual([0, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 3_600]);
    expect(
      [0, 11, 12, 13].map((asked) =>
        isConfirmationMissing({ unconfirmed: { since: NOW.toISOString(), asked } }),
      ),
    ).toEqual([false, false, true, true]);
    expect(isConfirmationMissing({ unconfirmed: undefined })).toBe(false);
  });

  it('count from the announcement, not from an earlier question', () => {
    const since = later(500).toISOString();
    const attempt = announced({ unconfirmed: { since, asked: 0 }, queryCount: 7 });
    expect(secondsAfter(later(500), attempt)).toBe(0);
  });

  it('are asked also about an attempt that was given up, and however often it was asked about before', () => {
    for (const state of ['failed', 'closed'] as const)
      expect(nextQueryAt(announced({ state }))).toEqual(NOW);
    expect(nextQueryAt(announced({ queryCount: 400 }))).toEqual(NOW);
  });

  it('never end by themselves: a crash before a person was asked is made good', () => {
    const unconfirmed = { since: NOW.toISOString(), asked: 40 };
    expect(secondsAfter(NOW, announced({ unconfirmed }))).toBe(3_600);
  });

  it('end when it is confirmed', () => {
    expect(nextQueryAt(announced({ state: 'succeeded' }))).toBeUndefined();
  });
});

describe('an announced payment', () => {
  const announce = (state: Attempt['state'] = 'pending') => {
    const sale = aSale();
    sale.attempts = sale.attempts.map((attempt) => ({ ...attempt, state }));
    const decision = sale.change(paid(sale.attempt(1), { confirm: true }));
    return { sale, decision };
  };

  it('delivers nothing, and asks the provider', () => {
    const { sale, decision } = announce();
    expect(decision.followUps).toEqual([{ kind: 'query_attempt', attemptId: sale.attempt(1).id }]);
    expect(sale.order).toMatchObject({ state: 'awaiting_payment', reservation: 'held' });
    expect(sale.attempt(1)).toMatchObject({
      state: 'pending',
      unconfirmed: { since: NOW.toISOString(), asked: 0 },
    });
    expect(sale.tell(paid(sale.attempt(1), { confirm: true })).kind).toBe('no_change');
  });

  it.each(['failed', 'closed'] as const)(
    'that the provider calls %s is a question for a person',
    (status) => {
      const { sale } = announce();
      const decision = sale.change(paid(sale.attempt(1), { status, source: 'query' }));
      expect(decision.effect).toBe('needs_review');
      expect(sale.order.review?.reason).toBe('unconfirmed_payment');
      expect(sale.attempt(1)).toMatchObject({ state: status, unconfirmed: undefined });
    },
  );

  it('that is confirmed after all takes its question along', () => {
    const { sale } = announce();
    sale.change({ kind: 'confirmation_missing', attemptId: sale.attempt(1).id });
    expect(sale.order.review?.reason).toBe('unconfirmed_payment');
    sale.change(paid(sale.attempt(1), { source: 'query' }));
    expect(sale.order).toMatchObject({ state: 'delivered', review: undefined });
  });

  it('is delivered when the provider itself says so', () => {
    const { sale } = announce();
    sale.change(paid(sale.attempt(1), { source: 'query' }));
    expect(sale.order.state).toBe('delivered');
    expect(sale.attempt(1)).toMatchObject({ state: 'succeeded', unconfirmed: undefined });
  });

  it.each(['submitted', 'unknown', 'pending'] as const)(
    'that the provider calls unpaid as yet goes on being asked about: it was %s',
    (state) => {
      const { sale } = announce(state);
      sale.tell(paid(sale.attempt(1), { source: 'query', status: 'pending', amount: undefined }));
      expect(sale.attempt(1)).toMatchObject({ state: 'pending', unconfirmed: { asked: 0 } });
    },
  );

  it('that nobody confirms asks a person and leaves the order payable', () => {
    const { sale } = announce();
    const missing = { kind: 'confirmation_missing', attemptId: sale.attempt(1).id } as const;
    const decision = sale.change(missing);
    expect(decision).toMatchObject({
      effect: 'needs_review',
      order: { state: 'awaiting_payment', review: { reason: 'unconfirmed_payment' } },
    });
    expect(sale.attempt(1).unconfirmed).toBeUndefined();
    expect(sale.tell(missing).kind).toBe('no_change');
    sale.change(paid(sale.attempt(1), { source: 'query' }));
    expect(sale.order.state).toBe('delivered');
  });
});
