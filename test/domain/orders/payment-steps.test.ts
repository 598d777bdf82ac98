import { describe, expect, it } from 'vitest';
import { attemptIdOf } from '#shared/domain/identity/ids.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { type StepKind, startQuestion, startStep } from '#shared/domain/orders/payment-steps.ts';
import { nextQueryAt } from '#shared/domain/orders/query-schedule.ts';
import { anAttempt, anOrder, later } from '#test/support/builders.ts';

const STEPS = ['approved', 'returned', 'code', 'resend_code'] as const;
const CODE_SENT = { kind: 'enter_code', canResend: true } as const;

interface Changes {
  readonly order?: Partial<Order>;
  readonly attempt?: Partial<Attempt>;
  readonly others?: readonly Partial<Attempt>[];
}

/** What a step does to a payment that awaits it, a minute after it was made. */
const start = (step: StepKind, { order = {}, attempt = {}, others = [] }: Changes = {}) => {
  const paidOrder = anOrder(order);
  const one = anAttempt(paidOrder, { nextAction: CODE_SENT, ...attempt });
  const rest = others.map((changes, index) =>
    anAttempt(paidOrder, { id: attemptIdOf(paidOrder.id, index + 2), ...changes }),
  );
  return startStep({ order: paidOrder, attempts: [one, ...rest], attempt: one }, step, later(60));
};
const refused = (why: string) => ({ kind: 'leave', why });

describe.each(STEPS)('the step %s', (step) => {
  it('is taken while the order awaits payment', () => {
    expect(start(step)).toMatchObject({ kind: 'change' });
  });

  it('is taken beside another attempt that is open, or came to nothing', () => {
    for (const state of ['submitted', 'pending', 'unknown', 'failed', 'closed'] as const)
      expect(start(step, { others: [{ state }] })).toMatchObject({ kind: 'change' });
  });

  it('is not taken when another attempt has brought the money', () => {
    expect(start(step, { others: [{ state: 'succeeded' }] })).toEqual(refused('order_not_payable'));
  });

  it.each(['paid', 'delivered', 'awaiting_stock', 'expired', 'cancelled', 'needs_review'] as const)(
    'is not taken when the order is %s',
    (state) => {
      expect(start(step, { order: { state } })).toEqual(refused('order_not_payable'));
    },
  );

  it('is not taken from the moment on at which the order’s time is over', () => {
    const order = { expiresAt: later(60).toISOString() };
    expect(start(step, { order })).toEqual(refused('order_not_payable'));
  });

  it.each(['succeeded', 'failed', 'closed'] as const)(
    'is not taken when the attempt itself is %s',
    (state) => {
      expect(start(step, { attempt: { state } })).toEqual(refused('attempt_over'));
    },
  );
});

describe('a return', () => {
  it('is checked once in two seconds', () => {
    const returned = (seconds: number) =>
      start('returned', { attempt: { prompted: { at: later(seconds).toISOString(), count: 1 } } });
    expect(returned(58.5)).toEqual(refused('too_soon'));
    expect(returned(58)).toMatchObject({ attempt: { prompted: { count: 2 } } });
  });

  it('is checked twelve times an attempt', () => {
    const prompted = { at: later(0).toISOString(), count: 12 };
    expect(start('returned', { attempt: { prompted } })).toEqual(refused('too_often'));
    expect(startQuestion(anAttempt(anOrder(), { prompted }), later(60))).toEqual(
      refused('too_often'),
    );
  });

  it('never keeps an approved payment from being charged', () => {
    const prompted = { at: later(60).toISOString(), count: 12 };
    expect(start('approved', { attempt: { prompted } })).toMatchObject({ kind: 'change' });
  });

  it('asks nothing about a payment that is decided', () => {
    expect(startQuestion(anAttempt(anOrder(), { state: 'failed' }), later(60))).toEqual(
      refused('attempt_over'),
    );
  });
});

describe('a code', () => {
  it('is taken only where one was sent', () => {
    for (const step of ['code', 'resend_code'] as const)
      for (const nextAction of [undefined, { kind: 'qr', content: 'x' } as const])
        expect(start(step, { attempt: { nextAction } })).toEqual(refused('no_code_awaited'));
  });

  it('is counted before it is checked, five an attempt', () => {
    const tried = (count: number) =>
      start('code', { attempt: { codes: { tried: count, resent: 0 } } });
    expect(start('code')).toMatchObject({ attempt: { codes: { tried: 1 } } });
    expect(tried(4)).toMatchObject({ attempt: { codes: { tried: 5 } } });
    expect(tried(5)).toEqual(refused('too_often'));
  });

  it('is sent again at most four times, and not within half a minute', () => {
    const resend = (resent: number, seconds: number) =>
      start('resend_code', {
        attempt: { codes: { tried: 0, resent, resentAt: later(seconds).toISOString() } },
      });
    expect(resend(3, 30)).toMatchObject({
      attempt: { codes: { resent: 4, resentAt: later(60).toISOString() } },
    });
    expect(resend(3, 31)).toEqual(refused('too_soon'));
    expect(resend(4, 0)).toEqual(refused('too_often'));
    const createdAt = later(40).toISOString();
    expect(start('resend_code', { attempt: { createdAt } })).toEqual(refused('too_soon'));
  });

  it('is not sent again where the provider cannot', () => {
    const nextAction = { ...CODE_SENT, canResend: false };
    expect(start('resend_code', { attempt: { nextAction } })).toEqual(refused('no_code_awaited'));
  });
});

describe('after a step or a return', () => {
  const asked = (attempt: Attempt, seconds: number): Attempt => ({
    ...attempt,
    queryCount: attempt.queryCount + 1,
    updatedAt: later(seconds).toISOString(),
  });
  const secondsOfNext = (attempt: Attempt): number | undefined => {
    const next = nextQueryAt(attempt);
    return next && (next.getTime() - later(0).getTime()) / 1000;
  };

  it('the provider is asked soon and a few times, then as before', () => {
    let attempt = anAttempt(anOrder(), {
      queryCount: 4,
      updatedAt: later(100).toISOString(),
      prompted: { at: later(200).toISOString(), count: 1 },
    });
    const times: (number | undefined)[] = [];
    for (let question = 0; question < 6; question += 1) {
      const at = secondsOfNext(attempt);
      times.push(at);
      attempt = asked(attempt, at ?? 0);
    }
    expect(times).toEqual([203, 210, 230, 260, 560, 860]);
  });

  it('no question that is due anyway comes later', () => {
    const attempt = anAttempt(anOrder(), { prompted: { at: later(14).toISOString(), count: 1 } });
    expect(secondsOfNext(attempt)).toBe(15);
  });

  it('all the prompts an attempt can have leave it questions enough', () => {
    const day = 24 * 3600;
    const order = anOrder({ expiresAt: later(day).toISOString() });
    let attempt = anAttempt(order);
    let prompts = 0;
    let last = 0;
    for (;;) {
      const at = secondsOfNext(attempt);
      if (at === undefined) break;
      last = at;
      attempt = asked(attempt, at);
      if (
        at > 600 &&
        prompts < 12 + 5 &&
        (attempt.prompted?.at ?? '') < later(at - 61).toISOString()
      ) {
        prompts += 1;
        attempt = asked(
          { ...attempt, prompted: { at: later(at).toISOString(), count: prompts } },
          at,
        );
      }
    }
    expect(prompts).toBe(17);
    expect(last).toBeGreaterThan(day + 2.9 * day);
  });
});
