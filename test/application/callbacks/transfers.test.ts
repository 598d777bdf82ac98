import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import { presentCheckout } from '#shared/application/checkout/present-checkout.ts';
import { presentOrder } from '#shared/application/orders/present-order.ts';
import { checkoutState } from '#shared/contract/api/checkout.ts';
import { orderObject } from '#shared/contract/api/orders.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { money } from '#shared/domain/money/money.ts';
import { aVisitor } from '#test/support/a-visitor.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aTill } from '../support/a-till.ts';
import { aNotice } from './a-notice.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

/** An order of 9.90 that is being paid on a ledger. */
const aLedgerPayment = async () => {
  const till = aTill(dynamo);
  const order = await till.order(await till.sells({ cards: 1 }));
  const attempt = await till.attempt(order);
  const sees = (transferId: string, minor: number) =>
    applyCallback(
      till.deps,
      aNotice(order, {
        kind: 'payment',
        attemptId: attempt.id,
        providerOrderNumber: providerOrderNumberOf(attempt.id),
        status: 'succeeded',
        providerStatus: 'Transfer',
        transferId,
        amount: money('CNY', minor),
      }),
    );
  return { till, order, sees };
};

describe('transfers on a ledger', () => {
  it('are shown to buyer and merchant while the rest is waited for, and deliver when it has come', async () => {
    const { till, order, sees } = await aLedgerPayment();
    expect(await sees('T1', 600)).toBe('applied');
    const partly = await till.load(order);
    const view = checkoutState.parse(await presentCheckout(till.deps, partly, aVisitor()));
    expect(view).toMatchObject({ state: 'awaiting_payment', attempt: { paid_amount: 600 } });
    const shown = orderObject.parse(presentOrder(partly, undefined, till.now()));
    expect(shown.attempts).toMatchObject([{ state: 'pending', paid_amount: 600 }]);
    expect(shown.timeline.at(-1)).toMatchObject({
      what: 'partly_paid',
      detail: '6.00 CNY has come of 9.90 CNY; 3.90 CNY is missing',
    });
    expect(await sees('T1', 600)).toBe('no_change');
    expect(await sees('T2', 390)).toBe('applied');
    expect((await till.load(order)).order.state).toBe('delivered');
  });

  it('that come at once, each several times, are all counted once', async () => {
    const { till, order, sees } = await aLedgerPayment();
    const told = Array.from({ length: 24 }, (_, index) => sees(`T${index % 6}`, 300));
    await Promise.all(told);
    const { order: paid, attempts } = await till.load(order);
    expect(paid).toMatchObject({ state: 'delivered', credit: money('CNY', 810) });
    expect(attempts).toMatchObject([{ paidAmount: money('CNY', 1_800) }]);
  });

  it('are not given up when nobody sends the rest: the order’s end decides about them', async () => {
    const { till, order, sees } = await aLedgerPayment();
    await sees('T1', 600);
    till.provider.answersQuery({ kind: 'not_found', detail: 'too little yet' });
    await till.workUntil(later(3 * 86_400));
    expect((await till.load(order)).attempts).toMatchObject([{ state: 'pending' }]);
    await till.tell(order, { kind: 'expire' });
    expect((await till.load(order)).order).toMatchObject({
      state: 'needs_review',
      review: { reason: 'underpaid' },
    });
  });
});
