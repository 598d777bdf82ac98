import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAttempt } from '#shared/application/checkout/create-attempt.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { CHANNEL_A, later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { NO_STOPWATCH } from '#test/support/no-stopwatch.ts';
import { aTill, type Till } from '../support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const HAPPENED = {
  kind: 'happened',
  nextAction: { kind: 'redirect', url: 'https://provider.example/pay' },
  kept: 'token 1',
} as const;

const keptOf = ({ kept }: Attempt): string | undefined => kept && Buffer.from(kept.data).toString();

/** The buyer starts to pay; `meanwhile` happens before the provider's answer is written. */
const startPaying = async (till: Till, meanwhile?: (order: Order) => Promise<void>) => {
  const { order, token } = await till.checkout(await till.sells({ cards: 1 }));
  till.provider.answersCreate(CHANNEL_A, async () => {
    await meanwhile?.(order);
    return HAPPENED;
  });
  const { attempts } = await createAttempt(
    { ...till.deps, stopwatch: NO_STOPWATCH },
    {
      token,
      method: 'alipay',
      device: 'mobile',
      buyerIp: '203.0.113.7',
      returnUrl: 'https://pay.example/checkout/tok/return',
      phone: '+8613800138000',
    },
  );
  return { order, attempts };
};

describe('what an adapter wants kept of a payment that was made', () => {
  it.each([false, true])(
    'is written with the link, without a call %s',
    async (createsWithoutCall) => {
      const till = aTill(dynamo, { createsWithoutCall });
      const { order, attempts } = await startPaying(till);
      expect(attempts).toMatchObject([{ state: 'pending', nextAction: HAPPENED.nextAction }]);
      const [stored] = (await till.load(order)).attempts;
      expect(stored && keptOf(stored)).toBe('token 1');
      expect(stored?.version).toBe(createsWithoutCall ? 1 : 2);
    },
  );

  it('is kept also when a notification was faster than the answer', async () => {
    const till = aTill(dynamo);
    const { order } = await startPaying(till, async (unpaid) => {
      const [attempt] = (await till.load(unpaid)).attempts;
      if (attempt) await till.report(unpaid, attempt);
    });
    const [stored] = (await till.load(order)).attempts;
    expect(stored?.state).toBe('succeeded');
    expect(stored && keptOf(stored)).toBe('token 1');
  });
});

describe('what the buyer’s request said', () => {
  const asked = {
    buyerIp: '203.0.113.7',
    returnUrl: 'https://pay.example/checkout/tok/return',
    phone: '+8613800138000',
  };

  it('is known as long as steps may follow', async () => {
    const till = aTill(dynamo);
    till.provider.setProceed({ kind: 'unknown', detail: '' });
    const { order, attempts } = await startPaying(till);
    expect(attempts[0]?.request).toMatchObject(asked);
    const [attempt] = (await till.load(order)).attempts;
    if (attempt) await till.report(order, attempt);
    expect((await till.load(order)).attempts[0]?.request).toBeUndefined();
  });

  it('goes when the payment is given up', async () => {
    const till = aTill(dynamo);
    const order = await till.order(await till.sells({ cards: 1 }));
    const attempt = await till.attempt(order, { request: asked });
    till.provider.answersQuery({ kind: 'not_found', detail: '' });
    till.setNow(later(900 + 3_600));
    const dueAt = later(60).toISOString();
    const of = { tenant: order.tenant, orderId: order.id, attemptId: attempt.id, dueAt };
    await till.handle({ kind: 'query_attempt', ...of });
    const [stored] = (await till.load(order)).attempts;
    expect(stored).toMatchObject({ state: 'closed' });
    expect(stored?.request).toBeUndefined();
  });
});

describe('what a question brings to be kept', () => {
  const FOUND = { kind: 'found', status: 'pending', providerStatus: 'WAIT' } as const;
  const aQuestion = async (changes: Partial<Attempt> = {}) => {
    const till = aTill(dynamo);
    const order = await till.order(await till.sells({ cards: 1 }));
    const attempt = await till.attempt(order, changes);
    const ask = (seconds: number) => {
      till.setNow(later(seconds));
      const dueAt = later(seconds).toISOString();
      const of = { tenant: order.tenant, orderId: order.id, attemptId: attempt.id, dueAt };
      return till.handle({ kind: 'query_attempt', ...of });
    };
    const stored = async () => {
      const [found] = (await till.load(order)).attempts;
      if (!found) throw new Error('no attempt');
      return found;
    };
    return { till, order, ask, stored };
  };

  it.each(['submitted', 'pending', 'unknown'] as const)(
    'is kept while the payment, %s, stays open, and given to the next question',
    async (state) => {
      const { till, ask, stored } = await aQuestion({ state });
      till.provider.answersQuery({ ...FOUND, kept: 'token 1' });
      await ask(15);
      expect(keptOf(await stored())).toBe('token 1');
      till.provider.answersQuery({ ...FOUND, kept: 'token 2' });
      await ask(60);
      expect(till.provider.askedAbout[1]?.kept).toBe('token 1');
      expect(keptOf(await stored())).toBe('token 2');
    },
  );

  it('is written with the payment that it came with', async () => {
    const { till, order, ask, stored } = await aQuestion();
    till.provider.answersQuery({
      ...FOUND,
      status: 'succeeded',
      amount: order.amount,
      kept: 'for refunds',
    });
    await ask(15);
    const attempt = await stored();
    expect([attempt.state, keptOf(attempt), attempt.version]).toEqual([
      'succeeded',
      'for refunds',
      2,
    ]);
  });

  it('is not sealed anew when it is the same', async () => {
    const { till, ask, stored } = await aQuestion();
    till.provider.answersQuery({ ...FOUND, kept: 'token 1' });
    await ask(15);
    const { version } = await stored();
    await ask(60);
    expect((await stored()).version).toBe(version + 1);
  });

  it('is never lost to a write of the same moment', async () => {
    const { till, order, ask, stored } = await aQuestion();
    till.provider.answersQuery(async () => {
      const [attempt] = (await till.load(order)).attempts;
      if (attempt) await till.report(order, attempt);
      return { ...FOUND, kept: 'token 1' };
    });
    await ask(15);
    const attempt = await stored();
    expect([attempt.state, keptOf(attempt)]).toEqual(['succeeded', 'token 1']);
  });
});
