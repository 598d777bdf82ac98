import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { returnToCheckout } from '#shared/application/checkout/return-to-checkout.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aTill } from '../support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const REQUEST = { buyerIp: '203.0.113.7', returnUrl: 'https://pay.example/checkout/tok/return' };
const BROUGHT = { query: { trade_status: 'TRADE_SUCCESS' }, form: { sign: 'x' } };
const PENDING = { kind: 'found', status: 'pending', providerStatus: 'WAIT' } as const;

/** A payment whose buyer is at the provider. */
const aPayment = async (changes: Partial<Attempt> = {}) => {
  const till = aTill(dynamo);
  const { order, token } = await till.checkout(await till.sells({ cards: 1 }));
  const attempt = await till.attempt(order, { request: REQUEST, ...changes });
  const paid = { ...PENDING, status: 'succeeded', amount: order.amount } as const;
  till.setNow(later(10));
  return {
    till,
    order,
    attempt,
    paid,
    comesBack: () => returnToCheckout(till.deps, { token, ...BROUGHT }),
  };
};

describe('a buyer who comes back', () => {
  it('is never believed: the provider is asked, and nothing is paid when it says so', async () => {
    const { till, order, comesBack } = await aPayment();
    till.provider.answersQuery(PENDING);
    await comesBack();
    expect(till.provider.askedAbout).toHaveLength(1);
    expect((await till.load(order)).order.state).toBe('awaiting_payment');
  });

  it('finds the cards when the provider says that it was paid', async () => {
    const { till, order, attempt, paid, comesBack } = await aPayment();
    till.provider.answersQuery(paid);
    await comesBack();
    expect(till.provider.askedAbout).toMatchObject([
      { orderNumber: providerOrderNumberOf(attempt.id) },
    ]);
    expect((await till.load(order)).order.state).toBe('delivered');
  });

  it('is followed by questions soon, whatever was due before', async () => {
    const { till, comesBack } = await aPayment({
      queryCount: 7,
      updatedAt: later(5).toISOString(),
    });
    till.provider.answersQuery({ kind: 'unknown', detail: 'time-out' });
    await comesBack();
    expect(till.queue).toMatchObject([{ kind: 'query_attempt', dueAt: later(13).toISOString() }]);
  });

  it('who comes 16 times at once asks once, and again after two seconds', async () => {
    const { till, comesBack } = await aPayment();
    till.provider.answersQuery(PENDING);
    await Promise.all(Array.from({ length: 16 }, comesBack));
    await comesBack();
    till.setNow(later(11.5));
    await comesBack();
    expect(till.provider.askedAbout).toHaveLength(1);
    till.setNow(later(12));
    await comesBack();
    expect(till.provider.askedAbout).toHaveLength(2);
  });

  it('again and again asks twelve times', async () => {
    const { till, comesBack } = await aPayment();
    till.provider.answersQuery(PENDING);
    for (let time = 0; time < 20; time += 1) {
      till.setNow(later(10 + 5 * time));
      await comesBack();
    }
    expect(till.provider.askedAbout).toHaveLength(12);
  });

  it('asks nothing when no payment is open', async () => {
    const { till, order, attempt, comesBack } = await aPayment();
    await till.report(order, attempt);
    await comesBack();
    expect(till.provider.askedAbout).toEqual([]);
  });

  it('asks about the newest of two that are open', async () => {
    const { till, order, comesBack } = await aPayment();
    const second = await till.attempt(order, { number: 2, request: REQUEST });
    till.provider.answersQuery(PENDING);
    await comesBack();
    expect(till.provider.askedAbout).toMatchObject([
      { orderNumber: providerOrderNumberOf(second.id) },
    ]);
  });
});

describe('a buyer who comes back to a payment of several steps', () => {
  it('has what they brought checked by the provider’s adapter, and is charged', async () => {
    const { till, order, paid, comesBack } = await aPayment();
    till.provider.setProceed(paid);
    await comesBack();
    expect(till.provider.askedToProceed).toMatchObject([
      { step: { kind: 'returned', ...BROUGHT } },
    ]);
    expect(till.provider.askedAbout).toEqual([]);
    expect((await till.load(order)).order.state).toBe('delivered');
  });

  it('16 times at once is charged once', async () => {
    const { till, paid, comesBack } = await aPayment();
    till.provider.setProceed(paid);
    await Promise.all(Array.from({ length: 16 }, comesBack));
    expect(till.provider.askedToProceed).toHaveLength(1);
  });

  it('is asked about soon when nobody knows whether they were charged', async () => {
    const { till, order, paid, comesBack } = await aPayment();
    till.provider.setProceed({ kind: 'unknown', detail: 'time-out' });
    await comesBack();
    expect(till.queue).toMatchObject([{ kind: 'query_attempt', dueAt: later(13).toISOString() }]);
    till.provider.answersQuery(paid);
    await till.workUntil(later(13));
    expect((await till.load(order)).order.state).toBe('delivered');
  });

  it('after the order’s time is not charged; the provider is asked how it stands', async () => {
    const { till, order, paid, comesBack } = await aPayment();
    till.provider.setProceed(paid);
    till.provider.answersQuery(PENDING);
    till.setNow(new Date(order.expiresAt));
    await comesBack();
    expect(till.provider.askedToProceed).toEqual([]);
    expect(till.provider.askedAbout).toHaveLength(1);
  });

  it('goes on to the provider’s window once it can be opened, and only that time', async () => {
    const { till, comesBack } = await aPayment();
    const nextAction = { kind: 'client_params', sdk: 'wechat_jsapi', params: { a: '1' } } as const;
    till.provider.setProceed({ kind: 'next', nextAction });
    expect(await comesBack()).toEqual({ kind: 'page_goes_on' });
    till.setNow(later(20));
    expect(await comesBack()).toEqual({ kind: 'page_shows' });
  });

  it('sees the page when there is a link to follow, or nothing new', async () => {
    const { till, comesBack } = await aPayment();
    const nextAction = { kind: 'redirect', url: 'https://provider.example/again' } as const;
    till.provider.setProceed({ kind: 'next', nextAction });
    expect(await comesBack()).toEqual({ kind: 'page_shows' });
  });
});
