import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_REFUNDS_PER_ORDER } from '#shared/domain/identity/ids.ts';
import { refundable } from '#shared/domain/refunds/refund-amounts.ts';
import { later } from '#test/support/builders.ts';
import {
  aDeliveredSale,
  aSale,
  cny,
  paid,
  refundReported,
  refundRequested,
  type Sale,
} from './a-sale.ts';

const requested = (sale: Sale, amountMinor?: bigint) =>
  sale.tell(refundRequested({ amountMinor, requestKey: `key-${sale.order.refundCount}` }));

describe('a request for a refund', () => {
  it('queues the whole payment unless it says how much, and moves the order to refunding', () => {
    const sale = aDeliveredSale();
    const decision = sale.change(refundRequested({ requestKey: 'a' }));
    expect(decision.refunds).toMatchObject([
      {
        attemptId: sale.attempt(1).id,
        amount: cny(10_000),
        state: 'queued',
        cause: 'requested',
        cards: 'revoke',
        requestKey: 'a',
        askedCount: 0,
      },
    ]);
    expect(decision.followUps).toEqual([{ kind: 'submit_refund', refundId: sale.refund(1).id }]);
    expect(sale.order).toMatchObject({ state: 'refunding', refundCount: 1, reservation: 'sold' });
  });

  it('takes the cards’ fate from the request, else from the shop’s policy', () => {
    const asked = aDeliveredSale();
    asked.change(refundRequested({ cards: 'keep' }));
    expect(asked.refund(1).cards).toBe('keep');
    const unasked = aDeliveredSale();
    unasked.policies = { ...unasked.policies, refundedCards: 'keep' };
    unasked.change(refundRequested());
    expect(unasked.refund(1).cards).toBe('keep');
  });

  it('under a key that was used before is the same refund', () => {
    const sale = aDeliveredSale();
    const event = refundRequested({ requestKey: 'a', amountMinor: 1_000n });
    sale.change(event);
    expect(sale.tell(event).kind).toBe('no_change');
    sale.change(refundReported(sale.refund(1), 'failed'));
    expect(sale.tell(event).kind).toBe('no_change');
    expect(sale.refunds).toHaveLength(1);
  });

  it('for more than is left is refused, and says what is left', () => {
    const sale = aDeliveredSale();
    requested(sale, 6_000n);
    requested(sale, 3_999n);
    expect(requested(sale, 2n)).toMatchObject({
      kind: 'refused',
      code: 'invalid_parameter',
      param: 'amount',
      message: expect.stringContaining('0.01 CNY (1)'),
    });
    expect(requested(sale, 1n).kind).toBe('change');
    expect(requested(sale, 1n)).toMatchObject({ kind: 'refused', code: 'state_conflict' });
    expect(requested(sale)).toMatchObject({ kind: 'refused', code: 'state_conflict' });
  });

  it('counts a refund whose outcome nobody knows as promised', () => {
    const sale = aDeliveredSale();
    requested(sale, 6_000n);
    sale.change(refundReported(sale.refund(1), 'unknown'));
    expect(requested(sale, 4_001n).kind).toBe('refused');
    expect(requested(sale, 4_000n).kind).toBe('change');
  });

  it('can be made again after one that failed', () => {
    const sale = aDeliveredSale();
    requested(sale);
    sale.change(refundReported(sale.refund(1), 'failed', { detail: 'account closed' }));
    expect(requested(sale, 10_000n).kind).toBe('change');
    expect(sale.refund(2).id).not.toBe(sale.refund(1).id);
  });

  it('without a payment that came through a channel is refused', () => {
    const unpaid = aSale();
    expect(unpaid.tell(refundRequested())).toMatchObject({ code: 'state_conflict' });
    expect(unpaid.tell(refundRequested({ attemptId: unpaid.attempt(2).id }))).toMatchObject({
      code: 'invalid_parameter',
      param: 'attempt',
    });
    const byHand = aSale();
    byHand.change({ kind: 'complete_by_hand', actor: 'Li', reason: 'cash', hasContent: false });
    expect(byHand.tell(refundRequested())).toMatchObject({ code: 'state_conflict' });
  });

  it(`is refused after ${MAX_REFUNDS_PER_ORDER} refunds of one order`, () => {
    const sale = aDeliveredSale();
    for (let count = 0; count < MAX_REFUNDS_PER_ORDER; count += 1) {
      expect(requested(sale, 1n).kind).toBe('change');
    }
    expect(requested(sale, 1n)).toMatchObject({ code: 'limit_exceeded' });
    expect(new Set(sale.refunds.map(({ id }) => id)).size).toBe(MAX_REFUNDS_PER_ORDER);
  });

  it('gives back cards that are only held, when nothing will be left of the payment', () => {
    const whole = aSale();
    whole.change(paid(whole.attempt(1), { amount: cny(9_000) }));
    expect(whole.change(refundRequested())).toMatchObject({
      cards: 'give_back',
      order: { state: 'refunding', reservation: 'released', review: undefined },
    });
    const part = aSale();
    part.change(paid(part.attempt(1), { amount: cny(9_000) }));
    expect(part.change(refundRequested({ amountMinor: 8_999n }))).toMatchObject({
      cards: 'keep',
      order: { state: 'needs_review', reservation: 'held' },
    });
    expect(part.change(refundRequested({ amountMinor: 1n })).cards).toBe('give_back');
  });

  it('ends the wait of an order that waits for cards', () => {
    const sale = aSale();
    sale.now = later(900);
    sale.change({ kind: 'expire' });
    sale.change(paid(sale.attempt(1)));
    expect(sale.order).toMatchObject({ state: 'awaiting_stock' });
    sale.change(refundRequested());
    expect(sale.order).toMatchObject({ state: 'refunding', stockDeadline: undefined });
    sale.stock = 'available';
    expect(sale.tell({ kind: 'stock_looked_at' }).kind).toBe('no_change');
  });

  it('of a part is refused while the order is paid and not delivered: nobody would deliver it', () => {
    const manual = aSale({ cardKind: 'manual' });
    manual.change(paid(manual.attempt(1)));
    expect(requested(manual, 1n)).toMatchObject({ code: 'state_conflict' });
    expect(manual.change(refundRequested()).order.state).toBe('refunding');
  });

  it('of a part leaves what a person has to decide as it is, also when the money is back', () => {
    const sale = aSale();
    sale.change(paid(sale.attempt(1), { amount: cny(9_000) }));
    sale.change(refundRequested({ amountMinor: 1_000n }));
    sale.change(refundReported(sale.refund(1)));
    expect(sale.order).toMatchObject({
      state: 'needs_review',
      reservation: 'held',
      review: { reason: 'underpaid' },
    });
  });

  it('of a second payment leaves the order as it is', () => {
    const sale = aDeliveredSale();
    sale.policies = { ...sale.policies, duplicate: 'hold' };
    sale.change(paid(sale.attempt(2)));
    sale.change(refundRequested({ attemptId: sale.attempt(2).id }));
    expect(sale.order.state).toBe('delivered');
    expect(sale.refund(1)).toMatchObject({ attemptId: sale.attempt(2).id, amount: cny(10_000) });
    sale.change(refundReported(sale.refund(1)));
    expect(sale.order).toMatchObject({ state: 'delivered', reservation: 'sold' });
    // What the first payment brought in is all there still.
    expect(requested(sale, 10_000n).kind).toBe('change');
  });
});

describe('whatever is asked for and reported, in any order', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('request' as const),
      minor: fc.option(fc.integer({ min: 1, max: 12_000 }), { nil: undefined }),
      attempt: fc.constantFrom(1, 2),
    }),
    fc.record({
      kind: fc.constant('report' as const),
      which: fc.nat(20),
      outcome: fc.constantFrom('succeeded' as const, 'failed' as const, 'unknown' as const),
    }),
  );

  it('no payment ever promises more than it brought in, and every refund keeps to its order’s rules', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 24 }),
        fc.constantFrom('hold' as const, 'refund' as const),
        fc.constantFrom(10_000, 10_500),
        fc.constantFrom('deliver_and_credit' as const, 'deliver_and_refund' as const),
        (steps, duplicate, amount, beyond) => {
          const sale = aSale();
          sale.policies = {
            ...sale.policies,
            duplicate,
            overpaid: { toleranceBasisPoints: 0, beyond },
          };
          sale.change(paid(sale.attempt(1), { amount: cny(amount) }));
          sale.change(paid(sale.attempt(2)));
          for (const one of steps) {
            const [refund] = sale.refunds.slice(one.kind === 'report' ? one.which : 0);
            if (one.kind === 'request')
              sale.tell(
                refundRequested({
                  attemptId: sale.attempt(one.attempt).id,
                  amountMinor: one.minor === undefined ? undefined : BigInt(one.minor),
                }),
              );
            else if (refund) sale.tell(refundReported(refund, one.outcome));
            for (const attempt of sale.attempts.slice(0, 2)) {
              const left = refundable(attempt, sale.refunds)?.minor ?? -1n;
              expect(left).toBeGreaterThanOrEqual(0n);
            }
            const backOfSale = sale.refunds
              .filter(
                ({ attemptId, state }) => attemptId === sale.attempt(1).id && state === 'succeeded',
              )
              .reduce((sum, refunded) => sum + refunded.amount.minor, 0n);
            const { state, reservation, credit } = sale.order;
            expect(backOfSale + (credit?.minor ?? 0n)).toBeLessThanOrEqual(BigInt(amount));
            expect(reservation === 'revoked').toBe(backOfSale === BigInt(amount));
            if (state === 'refunded') expect(backOfSale).toBe(BigInt(amount));
            expect(sale.order.refundCount).toBe(sale.refunds.length);
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });
});

describe('the question about a second payment that is held', () => {
  const heldTwice = (waits: boolean) => {
    const sale = aSale();
    if (waits) {
      sale.now = later(900);
      sale.change({ kind: 'expire' });
    }
    sale.change(paid(sale.attempt(1)));
    sale.policies = { ...sale.policies, duplicate: 'hold' };
    sale.change(paid(sale.attempt(2)));
    expect(sale.order.review?.reason).toBe('duplicate_payment');
    return sale;
  };

  it('stays when the sale is refunded by a person: the other money is there still', () => {
    const sale = heldTwice(false);
    sale.change(refundRequested());
    sale.change(refundReported(sale.refund(1)));
    expect(sale.order).toMatchObject({
      state: 'refunded',
      review: { reason: 'duplicate_payment' },
    });
  });

  it('stays when the sale is paid back because no card came', () => {
    const sale = heldTwice(true);
    sale.now = new Date(sale.order.stockDeadline ?? '');
    sale.change({ kind: 'stock_looked_at' });
    sale.change(refundReported(sale.refund(1)));
    expect(sale.order).toMatchObject({
      state: 'refunded',
      review: { reason: 'duplicate_payment' },
    });
  });

  it('stays when the sale is completed by hand', () => {
    const sale = heldTwice(true);
    sale.stock = 'available';
    sale.change({ kind: 'complete_by_hand', actor: 'Li', reason: 'a regular', hasContent: false });
    expect(sale.order).toMatchObject({
      state: 'delivered',
      review: { reason: 'duplicate_payment' },
    });
  });
});
