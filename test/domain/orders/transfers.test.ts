import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '#shared/domain/money/money.ts';
import type { OrderEvent } from '#shared/domain/orders/order-event.ts';
import { transferred } from '#shared/domain/orders/transfers.ts';
import { DEFAULT_PAYMENT_POLICIES } from '#shared/domain/policies/payment-policies.ts';
import { later } from '#test/support/builders.ts';
import { aSale, cny, paid, refundReported, type Sale } from './a-sale.ts';

/** A transfer for one of the sale's attempts; the price is 100.00. */
const transfer = (sale: Sale, id: string, minor: number, number = 1): OrderEvent =>
  paid(sale.attempt(number), { transferId: id, amount: cny(minor) });

const withPolicies = (changes: Partial<Sale['policies']>): Sale['policies'] => ({
  ...DEFAULT_PAYMENT_POLICIES,
  ...changes,
});

const overdue = later(901);

describe('transfers for an attempt', () => {
  it('that are too little together are waited for, and it is told how much is missing', () => {
    const sale = aSale();
    const { announce, detail } = sale.change(transfer(sale, 'T1', 6_000));
    expect(detail).toBe('60.00 CNY has come of 100.00 CNY; 40.00 CNY is missing');
    expect(announce).toEqual([]);
    expect(sale.order).toMatchObject({ state: 'awaiting_payment', reservation: 'held' });
    expect(sale.order.timeline.at(-1)).toMatchObject({ what: 'partly_paid', detail });
    expect(sale.attempt(1)).toMatchObject({ state: 'pending', paidAmount: cny(6_000) });
  });

  it('buy the cards when the rest has come', () => {
    const sale = aSale();
    sale.change(transfer(sale, 'T1', 6_000));
    sale.change(transfer(sale, 'T2', 4_000));
    expect(sale.order.state).toBe('delivered');
    expect(sale.attempt(1)).toMatchObject({ state: 'succeeded', paidAmount: cny(10_000) });
  });

  it('count once each, before and after the rest has come', () => {
    const sale = aSale();
    const first = transfer(sale, 'T1', 6_000);
    sale.change(first);
    expect(sale.tell(first).kind).toBe('no_change');
    sale.change(transfer(sale, 'T2', 4_000));
    for (const known of [first, transfer(sale, 'T2', 4_000)])
      expect(sale.tell(known)).toEqual({
        kind: 'no_change',
        detail: 'this transfer was counted before',
      });
  });

  it('that are nearly the price are taken for it where the shop does', () => {
    const sale = aSale();
    sale.policies = withPolicies({ underpaid: { toleranceBasisPoints: 100, beyond: 'hold' } });
    sale.change(transfer(sale, 'T1', 9_899));
    expect(sale.order.state).toBe('awaiting_payment');
    sale.change(transfer(sale, 'T2', 1));
    expect(sale.order.state).toBe('delivered');
  });

  it('ask for no policy when the first is the price', () => {
    const sale = aSale();
    sale.change(transfer(sale, 'T1', 10_000));
    expect(sale.asked.policies).toBe(false);
    expect(sale.order.state).toBe('delivered');
  });

  it('that failed or are not final change nothing: others may come', () => {
    const sale = aSale();
    for (const status of ['failed', 'closed', 'unknown'] as const)
      expect(
        sale.tell(paid(sale.attempt(1), { status, transferId: 'T1', amount: cny(1) })).kind,
      ).toBe('no_change');
  });

  it('in another currency ask a person, before and after the rest has come', () => {
    const sale = aSale();
    const dollars = { transferId: 'T1', amount: money('USD', 10_000) };
    sale.change(paid(sale.attempt(1), dollars));
    expect(sale.order.review?.reason).toBe('currency_mismatch');
    const sold = aSale();
    sold.change(transfer(sold, 'T0', 10_000));
    sold.change(paid(sold.attempt(1), dollars));
    expect(sold.order).toMatchObject({
      state: 'delivered',
      review: { reason: 'currency_mismatch' },
    });
  });
});

describe('an order that is partly paid', () => {
  const partly = (): Sale => {
    const sale = aSale();
    sale.change(transfer(sale, 'T1', 6_000));
    return sale;
  };

  it('that expires is held for a person, with its cards', () => {
    const sale = partly();
    sale.now = overdue;
    sale.change({ kind: 'expire' });
    expect(sale.order).toMatchObject({
      state: 'needs_review',
      reservation: 'held',
      review: { reason: 'underpaid', detail: 'paid 60.00, expected 100.00 CNY' },
    });
    expect(sale.attempt(1)).toMatchObject({ state: 'succeeded', paidAmount: cny(6_000) });
  });

  it('that expires is paid back where the shop sells at its price, also if it delivers nothing late', () => {
    const sale = partly();
    sale.policies = withPolicies({
      late: { deliverWithinHours: 0, afterwards: 'hold' },
      underpaid: { toleranceBasisPoints: 0, beyond: 'refund' },
    });
    sale.now = overdue;
    sale.change({ kind: 'expire' });
    expect(sale.refunds).toMatchObject([{ cause: 'underpaid', amount: cny(6_000) }]);
    expect(sale.order.state).toBe('refunding');
  });

  it('that is overdue when the rest comes is a late payment of the sum', () => {
    const sale = partly();
    sale.now = overdue;
    sale.change(transfer(sale, 'T2', 4_000));
    expect(sale.order.state).toBe('delivered');
    expect(sale.attempt(1).paidAmount).toEqual(cny(10_000));
  });

  it('that is cancelled pays back what has come', () => {
    const sale = partly();
    sale.change({ kind: 'cancel', actor: 'key', reason: undefined });
    expect(sale.refunds).toMatchObject([
      { cause: 'paid_after_cancellation', amount: cny(6_000), state: 'queued' },
    ]);
  });

  it('that another attempt pays pays back what has come for the first', () => {
    const sale = partly();
    const { followUps } = sale.change(paid(sale.attempt(2)));
    expect(sale.order).toMatchObject({ state: 'delivered', paidAttemptId: sale.attempt(2).id });
    expect(sale.refunds).toMatchObject([
      { attemptId: sale.attempt(1).id, cause: 'duplicate_payment', amount: cny(6_000) },
    ]);
    expect(followUps).toEqual([
      { kind: 'close_attempt', attemptId: sale.attempt(3).id },
      { kind: 'submit_refund', refundId: sale.refund(1).id },
    ]);
  });

  it('that a person completes asks about what has come', () => {
    const sale = partly();
    sale.change({
      kind: 'complete_by_hand',
      actor: 'Li',
      reason: 'good enough',
      hasContent: false,
    });
    expect(sale.order).toMatchObject({ state: 'delivered', review: { reason: 'underpaid' } });
  });

  it('through several attempts decides about each of them', () => {
    const sale = partly();
    sale.change(transfer(sale, 'T2', 3_000, 2));
    sale.change(transfer(sale, 'T3', 2_000, 3));
    sale.now = overdue;
    sale.change({ kind: 'expire' });
    expect(sale.order).toMatchObject({
      state: 'needs_review',
      paidAttemptId: sale.attempt(1).id,
      review: { reason: 'underpaid' },
    });
    expect(sale.refunds.map(({ cause, amount }) => [cause, amount])).toEqual([
      ['duplicate_payment', cny(3_000)],
      ['duplicate_payment', cny(2_000)],
    ]);
  });

  it('whose provider says that it is over is decided as it is', () => {
    const sale = partly();
    sale.change(paid(sale.attempt(1), { status: 'closed', amount: undefined }));
    expect(sale.order).toMatchObject({ state: 'needs_review', review: { reason: 'underpaid' } });
  });
});

describe('a further transfer', () => {
  const bought = (policies: Partial<Sale['policies']> = {}): Sale => {
    const sale = aSale();
    sale.policies = withPolicies(policies);
    sale.change(transfer(sale, 'T1', 6_000));
    sale.change(transfer(sale, 'T2', 4_500));
    return sale;
  };

  it('for a delivered order is the buyer’s credit, together with what was too much before', () => {
    const sale = bought();
    expect(sale.order.credit).toEqual(cny(500));
    sale.change(transfer(sale, 'T3', 2_000));
    expect(sale.order).toMatchObject({ state: 'delivered', credit: cny(2_500) });
    expect(sale.attempt(1).paidAmount).toEqual(cny(12_500));
  });

  it('goes back where the shop pays back what is too much', () => {
    const sale = bought({ overpaid: { toleranceBasisPoints: 0, beyond: 'deliver_and_refund' } });
    sale.change(transfer(sale, 'T3', 2_000));
    expect(sale.refunds.map(({ cause, amount }) => [cause, amount])).toEqual([
      ['overpaid', cny(500)],
      ['overpaid', cny(2_000)],
    ]);
    for (const refund of sale.refunds) sale.change(refundReported(refund));
    expect(sale.order.state).toBe('delivered');
  });

  it('asks a person where the shop holds what is too much, and the order stays delivered', () => {
    const sale = aSale();
    sale.policies = withPolicies({ overpaid: { toleranceBasisPoints: 0, beyond: 'hold' } });
    sale.change(transfer(sale, 'T1', 10_000));
    sale.change(transfer(sale, 'T2', 1));
    expect(sale.order).toMatchObject({ state: 'delivered', review: { reason: 'overpaid' } });
  });

  it('within the tolerance is taken for the price; beyond it all of it counts', () => {
    const sale = aSale();
    sale.policies = withPolicies({
      overpaid: { toleranceBasisPoints: 100, beyond: 'deliver_and_credit' },
    });
    sale.change(transfer(sale, 'T1', 10_000));
    sale.change(transfer(sale, 'T2', 100));
    expect(sale.order.credit).toBeUndefined();
    sale.change(transfer(sale, 'T3', 1));
    expect(sale.order.credit).toEqual(cny(101));
  });

  it('for a sale that went back goes back too, and the sale stays over', () => {
    const sale = aSale();
    sale.policies = withPolicies({ underpaid: { toleranceBasisPoints: 0, beyond: 'refund' } });
    sale.change(transfer(sale, 'T1', 6_000));
    sale.now = overdue;
    sale.change({ kind: 'expire' });
    sale.change(transfer(sale, 'T2', 4_000));
    expect(sale.refunds.map(({ cause, amount }) => [cause, amount])).toEqual([
      ['underpaid', cny(6_000)],
      ['duplicate_payment', cny(4_000)],
    ]);
    sale.change(refundReported(sale.refund(1)));
    expect(sale.order.state).toBe('refunding');
    sale.change(refundReported(sale.refund(2)));
    expect(sale.order.state).toBe('refunded');
    sale.change(transfer(sale, 'T3', 1_000));
    expect(sale.refund(3)).toMatchObject({ amount: cny(1_000), state: 'queued' });
    expect(sale.order.state).toBe('refunded');
  });

  it('whose refund fails leaves the rest to a person', () => {
    const sale = aSale();
    sale.policies = withPolicies({ underpaid: { toleranceBasisPoints: 0, beyond: 'refund' } });
    sale.change(transfer(sale, 'T1', 6_000));
    sale.now = overdue;
    sale.change({ kind: 'expire' });
    sale.change(transfer(sale, 'T2', 4_000));
    sale.change(refundReported(sale.refund(2), 'failed'));
    sale.change(refundReported(sale.refund(1)));
    expect(sale.order).toMatchObject({
      state: 'needs_review',
      review: { reason: 'refund_failed' },
    });
  });

  it('for an order that is held is added to the question', () => {
    const sale = aSale();
    sale.change(transfer(sale, 'T1', 6_000));
    sale.now = overdue;
    sale.change({ kind: 'expire' });
    expect(sale.change(transfer(sale, 'T2', 4_000)).effect).toBe('needs_review');
    expect(sale.order).toMatchObject({
      state: 'needs_review',
      reservation: 'held',
      review: { detail: 'paid 100.00, expected 100.00 CNY: 40.00 CNY came as well' },
    });
    expect(sale.attempt(1).paidAmount).toEqual(cny(10_000));
  });

  it('for a second payment that went back goes back too', () => {
    const sale = aSale();
    sale.change(paid(sale.attempt(1)));
    sale.change(transfer(sale, 'T1', 10_000, 2));
    sale.change(transfer(sale, 'T2', 500, 2));
    expect(sale.refunds.map(({ cause, amount }) => [cause, amount])).toEqual([
      ['duplicate_payment', cny(10_000)],
      ['duplicate_payment', cny(500)],
    ]);
  });

  it('that only its announcement speaks of asks a person once', () => {
    const sale = aSale();
    sale.change(transfer(sale, 'T1', 10_000));
    const announced = paid(sale.attempt(1), { transferId: 'T2', amount: cny(1), confirm: true });
    expect(sale.change(announced).effect).toBe('needs_review');
    expect(sale.order.review?.reason).toBe('unconfirmed_payment');
    expect(sale.tell(announced).kind).toBe('no_change');
    expect(sale.tell(paid(sale.attempt(1), { transferId: 'T1', confirm: true })).kind).toBe(
      'no_change',
    );
  });

  it('after as many as are counted asks a person once, and fills nothing', () => {
    const sale = aSale();
    for (let number = 1; number <= 60; number += 1) sale.tell(transfer(sale, `T${number}`, 1));
    expect(sale.attempt(1).transfers).toHaveLength(50);
    expect(sale.order.timeline.filter(({ what }) => what === 'amount_mismatch')).toHaveLength(1);
  });
});

describe('a provider that tells the sum in an answer', () => {
  const answered = (sale: Sale, minor: number): OrderEvent =>
    paid(sale.attempt(1), { amount: cny(minor), source: 'query' });

  it('has counted the transfers that are told one by one afterwards', () => {
    const sale = aSale();
    sale.change(answered(sale, 10_000));
    for (const [id, minor] of [
      ['T1', 6_000],
      ['T2', 4_000],
    ] as const) {
      sale.change(transfer(sale, id, minor));
      expect(sale.attempt(1).paidAmount).toEqual(cny(10_000));
      expect(sale.order.timeline.at(-1)).toMatchObject({ what: 'transfer_arrived' });
    }
    expect(sale.order.credit).toBeUndefined();
    sale.change(transfer(sale, 'T3', 700));
    expect(sale.order.credit).toEqual(cny(700));
  });

  it('that lags behind does not make less of what has come', () => {
    const sale = aSale();
    sale.change(transfer(sale, 'T1', 9_000));
    sale.change(answered(sale, 8_000));
    expect(sale.attempt(1).paidAmount).toEqual(cny(9_000));
  });
});

/** What counts of a sale in the end. */
const outcomeOf = ({ order, attempts, refunds }: Sale) => ({
  state: order.state,
  reservation: order.reservation,
  credit: order.credit?.minor ?? 0n,
  review: order.review?.reason,
  attempt: attempts[0]?.state,
  paid: attempts[0]?.paidAmount,
  transfers: [...(attempts[0]?.transfers ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)),
  refunds: refunds.length,
});

const someTransfers = fc.uniqueArray(
  fc.record({ id: fc.integer({ min: 1, max: 30 }), minor: fc.integer({ min: 1, max: 7_000 }) }),
  { minLength: 1, maxLength: 8, selector: ({ id }) => id },
);

const tellAll = (told: readonly { id: number; minor: number }[]): Sale => {
  const sale = aSale();
  for (const { id, minor } of told) sale.tell(transfer(sale, `T${id}`, minor));
  return sale;
};

it('transfers in any order and however often lead to the same end, and all of their money is accounted for', () => {
  const ends = new Set<string>();
  fc.assert(
    fc.property(
      someTransfers.chain((transfers) =>
        fc.record({
          transfers: fc.constant(transfers),
          told: fc.array(fc.constantFrom(...transfers), { maxLength: 8 }).chain((again) =>
            fc.shuffledSubarray([...transfers, ...again], {
              minLength: transfers.length + again.length,
            }),
          ),
        }),
      ),
      ({ transfers, told }) => {
        const sum = cny(transfers.reduce((all, { minor }) => all + minor, 0));
        const [one, other] = [tellAll(transfers), tellAll(told)];
        expect(outcomeOf(one)).toEqual(outcomeOf(other));
        for (const sale of [one, other]) {
          expect(sale.attempt(1).paidAmount).toEqual(sum);
          expect(transferred(sale.attempt(1))).toEqual(sum);
          sale.now = overdue;
          sale.tell({ kind: 'expire' });
          expect(sale.attempt(1)).toMatchObject({ state: 'succeeded', paidAmount: sum });
        }
        expect(outcomeOf(one)).toEqual(outcomeOf(other));
        ends.add(one.order.state);
      },
    ),
    { numRuns: 1_000 },
  );
  expect([...ends].sort()).toEqual(['delivered', 'needs_review']);
});

it('wherever an expiry, a cancellation or an answer with the sum falls among them, no transfer is lost', () => {
  fc.assert(
    fc.property(
      someTransfers,
      fc.constantFrom('expire', 'cancel', 'answer'),
      fc.nat(8),
      (transfers, event, place) => {
        const sale = aSale();
        transfers.forEach(({ id, minor }, index) => {
          if (index === place % transfers.length) interrupt(sale, event, transfers);
          sale.tell(transfer(sale, `T${id}`, minor));
        });
        const sum = transfers.reduce((all, { minor }) => all + BigInt(minor), 0n);
        const [attempt] = sale.attempts;
        expect(attempt?.paidAmount?.minor).toBe(sum);
        const back = sale.refunds.reduce((all, { amount }) => all + amount.minor, 0n);
        expect(back).toBeLessThanOrEqual(sum);
        if (sale.order.state === 'delivered')
          expect((sale.order.credit?.minor ?? 0n) + back).toBe(sum - 10_000n);
        else if (sale.order.state === 'refunding') expect(back).toBe(sum);
        else expect(['needs_review', 'awaiting_payment']).toContain(sale.order.state);
      },
    ),
    { numRuns: 1_000 },
  );
});

const interrupt = (
  sale: Sale,
  event: 'expire' | 'cancel' | 'answer',
  transfers: readonly { minor: number }[],
): void => {
  if (event === 'cancel') sale.tell({ kind: 'cancel', actor: 'key', reason: undefined });
  if (event === 'expire') {
    sale.now = overdue;
    sale.tell({ kind: 'expire' });
  }
  // It sees all that is on the ledger, also what has not been told yet.
  const sum = transfers.reduce((all, { minor }) => all + minor, 0);
  if (event === 'answer' && sum >= 10_000)
    sale.tell(paid(sale.attempt(1), { amount: cny(sum), source: 'query' }));
};
