import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proceedAttempt } from '#shared/application/orders/proceed-attempt.ts';
import type { PaymentStep, QueryOutcome } from '#shared/application/ports/channel-port.ts';
import { openAccount } from '#shared/application/routing/open-account.ts';
import { METRICS } from '#shared/contract/metrics.ts';
import { attemptIdOf, providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aTill, type Till } from '../support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const REQUEST = {
  buyerIp: '203.0.113.7',
  returnUrl: 'https://pay.example/checkout/tok/return?lang=zh',
  phone: '+8613800138000',
};
const APPROVED = { kind: 'approved' } as const;
const RETURNED = { kind: 'returned', query: { token: 'T' }, form: {} } as const;
const WAITS = { kind: 'found', status: 'pending', providerStatus: 'APPROVED' } as const;
const PAID = {
  kind: 'found',
  status: 'succeeded',
  providerStatus: 'COMPLETED',
  providerReference: 'CAPTURE-1',
} as const;

/** A payment that the buyer was sent away with. */
const aPayment = async (changes: Partial<Attempt> = {}) => {
  const till = aTill(dynamo);
  const order = await till.order(await till.sells({ cards: 2 }));
  const attempt = await till.attempt(order, { request: REQUEST, ...changes });
  till.provider.setProceed({ ...PAID, amount: order.amount });
  return { till, order, attempt };
};

const proceed = async (till: Till, { tenant }: Order, attempt: Attempt, step: PaymentStep) => {
  const channel = await till.deps.channels.read(tenant, attempt.channelId);
  const opened = channel && (await openAccount(till.deps, channel, attempt));
  if (!opened) throw new Error('no account');
  return proceedAttempt(till.deps, opened, { tenant, attemptId: attempt.id, step });
};

describe('a step', () => {
  it('tells the provider the payment and the order, and delivers what was charged', async () => {
    const { till, order, attempt } = await aPayment();
    const result = await proceed(till, order, attempt, RETURNED);
    expect(result).toMatchObject({ kind: 'taken', attempt: { state: 'succeeded' } });
    expect(till.provider.askedToProceed).toEqual([
      {
        step: RETURNED,
        payment: expect.objectContaining({
          ...REQUEST,
          orderNumber: providerOrderNumberOf(attempt.id),
          amount: attempt.amount,
          subject: order.product.name,
          sharedReturn: { url: 'https://pay.example/checkout/return', state: 'tok' },
        }),
      },
    ]);
    const after = await till.load(order);
    expect(after.order.state).toBe('delivered');
    expect(after.attempts[0]).toMatchObject({ providerReference: 'CAPTURE-1' });
    expect(after.attempts[0]?.request).toBeUndefined();
    expect(after.order.timeline.find(({ what }) => what === 'paid')?.actor).toBe('step');
  });

  it('is written before the provider is called, so that a crash is followed by a question soon', async () => {
    const { till, order, attempt } = await aPayment({ queryCount: 9 });
    let during: Attempt | undefined;
    till.provider.setProceed(async () => {
      during = (await till.load(order)).attempts[0];
      throw new Error('the process dies');
    });
    till.setNow(later(100));
    await expect(proceed(till, order, attempt, APPROVED)).rejects.toThrow('dies');
    expect(during?.prompted).toEqual({ at: later(100).toISOString(), count: 1 });
    const overdue = async (seconds: number) =>
      (await till.overdue(later(seconds))).filter(
        (work) => work.kind === 'attempt' && work.attemptId === attempt.id,
      );
    expect(await overdue(100 + 60)).toEqual([]);
    expect(await overdue(100 + 64)).toHaveLength(1);
  });

  it('shows the buyer what to do next', async () => {
    const { till, order, attempt } = await aPayment({ state: 'unknown' });
    const nextAction = { kind: 'redirect', url: 'https://bank.example/3ds' } as const;
    till.provider.setProceed({
      kind: 'next',
      nextAction,
      providerReference: 'P2',
      kept: 'session 2',
    });
    const result = await proceed(till, order, attempt, RETURNED);
    const next = { state: 'pending', nextAction, providerReference: 'P2', request: REQUEST };
    expect(result).toMatchObject({ kind: 'taken', attempt: next });
    expect((await till.load(order)).attempts).toMatchObject([next]);
    till.setNow(later(5));
    await proceed(till, order, attempt, RETURNED);
    expect(till.provider.askedToProceed[1]?.payment.kept).toBe('session 2');
  });

  it('that is not accepted leaves the payment as it was', async () => {
    const { till, order, attempt } = await aPayment({
      nextAction: { kind: 'enter_code', canResend: true },
    });
    till.provider.setProceed({
      kind: 'not_accepted',
      reason: 'authentication_failed',
      detail: 'wrong code',
    });
    const result = await proceed(till, order, attempt, { kind: 'code', code: '1' });
    expect(result).toMatchObject({ kind: 'not_accepted', reason: 'authentication_failed' });
    const { attempts } = await till.load(order);
    expect(attempts).toMatchObject([{ state: 'pending', codes: { tried: 1 }, request: REQUEST }]);
  });

  it.each([
    { kind: 'unknown', detail: 'time-out' },
    { kind: 'not_found', detail: 'no such payment' },
  ] as const)('whose outcome is $kind leaves it open, never failed', async (outcome) => {
    const { till, order, attempt } = await aPayment();
    till.provider.setProceed(outcome);
    expect(await proceed(till, order, attempt, APPROVED)).toMatchObject({ kind: 'unanswered' });
    expect((await till.load(order)).attempts).toMatchObject([{ state: 'pending' }]);
    expect(till.counted.get(METRICS.providerUnknownOutcome)).toBe(1);
  });

  it('that fails ends the attempt with the reason', async () => {
    const { till, order, attempt } = await aPayment();
    till.provider.setProceed({
      ...PAID,
      status: 'failed',
      failureReason: 'insufficient_funds',
    });
    await proceed(till, order, attempt, APPROVED);
    const { attempts } = await till.load(order);
    expect(attempts).toMatchObject([{ state: 'failed', failureReason: 'insufficient_funds' }]);
    expect(attempts[0]?.request).toBeUndefined();
  });

  it('that charged another amount is a question for a person, as any such payment', async () => {
    const { till, order, attempt } = await aPayment();
    till.provider.setProceed({ ...PAID, amount: { ...order.amount, minor: 1n } });
    await proceed(till, order, attempt, APPROVED);
    expect((await till.load(order)).order.state).toBe('needs_review');
  });

  it.each([APPROVED, RETURNED])(
    'of 16 that come at once charges the order once: $kind',
    async (step) => {
      const { till, order, attempt } = await aPayment();
      const results = await Promise.all(
        Array.from({ length: 16 }, () => proceed(till, order, attempt, step)),
      );
      for (const { payment } of till.provider.askedToProceed)
        expect(payment.orderNumber).toBe(providerOrderNumberOf(attempt.id));
      if (step.kind === 'returned') expect(till.provider.askedToProceed).toHaveLength(1);
      expect(results.filter(({ kind }) => kind === 'taken').length).toBeGreaterThan(0);
      const { order: after, refunds } = await till.load(order);
      expect([after.state, refunds]).toEqual(['delivered', []]);
      expect(after.timeline.filter(({ what }) => what === 'paid')).toHaveLength(1);
    },
  );

  it('keeps what a notification that was faster has written', async () => {
    const { till, order, attempt } = await aPayment();
    till.provider.setProceed(async () => {
      await till.report(order, attempt);
      return { kind: 'next', nextAction: { kind: 'qr', content: 'late' }, kept: 'for refunds' };
    });
    await proceed(till, order, attempt, APPROVED);
    const { attempts } = await till.load(order);
    expect(attempts).toMatchObject([{ state: 'succeeded' }]);
    expect(attempts[0]?.nextAction).toBeUndefined();
    expect(Buffer.from(attempts[0]?.kept?.data ?? []).toString()).toBe('for refunds');
  });
});

describe('nothing is charged', () => {
  const never = async (till: Till, order: Order, attempt: Attempt, why: string) => {
    for (const step of [APPROVED, RETURNED])
      expect(await proceed(till, order, attempt, step)).toMatchObject({ kind: 'not_tried', why });
    expect(till.provider.askedToProceed).toEqual([]);
  };

  it('when the order’s time is over, though nobody has written it down', async () => {
    const { till, order, attempt } = await aPayment();
    till.setNow(new Date(order.expiresAt));
    await never(till, order, attempt, 'order_not_payable');
  });

  it('when the order was cancelled', async () => {
    const { till, order, attempt } = await aPayment();
    await till.tell(order, { kind: 'cancel', actor: 'Li', reason: undefined });
    await never(till, order, attempt, 'order_not_payable');
  });

  it('when another attempt paid it', async () => {
    const { till, order, attempt } = await aPayment();
    await till.report(order, await till.attempt(order, { number: 2 }));
    await never(till, order, attempt, 'order_not_payable');
  });

  it('twice for one attempt', async () => {
    const { till, order, attempt } = await aPayment();
    await till.report(order, attempt);
    await never(till, order, attempt, 'attempt_over');
  });

  it('for an attempt that does not know its buyer’s request', async () => {
    const { till, order, attempt } = await aPayment({ request: undefined });
    await never(till, order, attempt, 'no_steps');
  });
});

describe('a question that finds the buyer’s agreement', () => {
  const ask = (till: Till, order: Order, attempt: Attempt) =>
    till.handle({
      kind: 'query_attempt',
      tenant: order.tenant,
      orderId: order.id,
      attemptId: attempt.id,
      dueAt: later(15).toISOString(),
    });
  const aWaitingPayment = async (
    outcome: Partial<Extract<QueryOutcome, { kind: 'found' }>> = {},
  ) => {
    const given = await aPayment({ nextAction: { kind: 'redirect', url: 'https://p.example' } });
    given.till.provider.answersQuery({ ...WAITS, awaitsApprovedStep: true, ...outcome });
    given.till.setNow(later(15));
    return given;
  };

  it('charges the payment and delivers the order', async () => {
    const { till, order, attempt } = await aWaitingPayment();
    await ask(till, order, attempt);
    expect(till.provider.askedToProceed).toMatchObject([{ step: { kind: 'approved' } }]);
    expect((await till.load(order)).order.state).toBe('delivered');
    expect(till.queue.filter(({ kind }) => kind === 'query_attempt')).toEqual([]);
  });

  it('gives the step what the question brought to be kept', async () => {
    const { till, order, attempt } = await aWaitingPayment({ kept: 'payer 7' });
    await ask(till, order, attempt);
    expect(till.provider.askedToProceed[0]?.payment.kept).toBe('payer 7');
  });

  it('asks soon again when nobody knows whether it was charged, until it is known', async () => {
    const { till, order, attempt } = await aWaitingPayment();
    till.provider.setProceed({ kind: 'unknown', detail: 'time-out' });
    await ask(till, order, attempt);
    expect(till.queue).toMatchObject([{ kind: 'query_attempt', dueAt: later(18).toISOString() }]);
    till.provider.answersQuery({ ...PAID, amount: order.amount });
    await till.workUntil(later(18));
    expect((await till.load(order)).order.state).toBe('delivered');
    expect(till.provider.askedToProceed).toHaveLength(1);
  });

  it('charges nothing once the order is over, and goes on asking', async () => {
    const { till, order, attempt } = await aWaitingPayment();
    await till.tell(order, { kind: 'cancel', actor: 'Li', reason: undefined });
    await ask(till, order, attempt);
    expect(till.provider.askedToProceed).toEqual([]);
    expect((await till.load(order)).attempts).toMatchObject([{ state: 'pending', queryCount: 1 }]);
  });

  it('asks for ever-rarer charges when they are refused for now', async () => {
    const { till, order, attempt } = await aWaitingPayment();
    till.provider.setProceed({ kind: 'not_accepted', reason: 'issuer_unavailable', detail: 'no' });
    await ask(till, order, attempt);
    await till.workUntil(later(800));
    expect(till.provider.askedToProceed.length).toBeLessThan(12);
    expect((await till.load(order)).attempts).toMatchObject([{ id: attemptIdOf(order.id, 1) }]);
  });

  it('where the provider takes no steps is an open payment as any other', async () => {
    const till = aTill(dynamo);
    const order = await till.order(await till.sells({ cards: 1 }));
    const attempt = await till.attempt(order, { request: REQUEST });
    till.provider.answersQuery({ ...WAITS, awaitsApprovedStep: true });
    till.setNow(later(15));
    await ask(till, order, attempt);
    expect(till.queue).toMatchObject([{ kind: 'query_attempt', dueAt: later(45).toISOString() }]);
  });
});
