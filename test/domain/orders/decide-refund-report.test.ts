import { describe, expect, it } from 'vitest';
import { later } from '#test/support/builders.ts';
import { aDeliveredSale, aSale, cny, paid, refundReported, refundRequested } from './a-sale.ts';

const halfAndHalf = () => {
  const sale = aDeliveredSale();
  sale.change(refundRequested({ amountMinor: 4_000n }));
  sale.change(refundRequested({ amountMinor: 6_000n }));
  return sale;
};

describe('a refund that succeeded', () => {
  it('of the whole price ends the sale, and hides its cards when they are to be revoked', () => {
    const sale = aDeliveredSale();
    sale.change(refundRequested());
    const decision = sale.change(
      refundReported(sale.refund(1), 'succeeded', { actor: 'provider' }),
    );
    expect(decision.order).toMatchObject({ state: 'refunded', reservation: 'revoked' });
    expect(decision.cards).toBe('keep');
    expect(decision.announce).toEqual([
      { type: 'refund.succeeded', sequence: decision.order.version, refundId: sale.refund(1).id },
    ]);
    expect(sale.refund(1)).toMatchObject({ state: 'succeeded', version: 2 });
  });

  it('leaves the cards readable when they are to be kept', () => {
    const sale = aDeliveredSale();
    sale.change(refundRequested({ cards: 'keep' }));
    sale.change(refundReported(sale.refund(1)));
    expect(sale.order).toMatchObject({ state: 'refunded', reservation: 'sold' });
  });

  it('of a part leaves the cards with the buyer', () => {
    const sale = aDeliveredSale();
    sale.change(refundRequested({ amountMinor: 9_999n }));
    sale.change(refundReported(sale.refund(1)));
    expect(sale.order).toMatchObject({ state: 'partially_refunded', reservation: 'sold' });
  });

  it('of the last part ends the sale', () => {
    const sale = halfAndHalf();
    sale.change(refundReported(sale.refund(2)));
    expect(sale.order).toMatchObject({ state: 'refunding', reservation: 'sold' });
    sale.change(refundReported(sale.refund(1)));
    expect(sale.order).toMatchObject({ state: 'refunded', reservation: 'revoked' });
  });

  it('is told once', () => {
    const sale = aDeliveredSale();
    sale.change(refundRequested());
    sale.change(refundReported(sale.refund(1)));
    for (const outcome of ['succeeded', 'failed', 'unknown'] as const)
      expect(sale.tell(refundReported(sale.refund(1), outcome)).kind).toBe('no_change');
    expect(sale.tell(refundReported({ ...sale.refund(1), id: 'ref_x' })).kind).toBe('no_change');
  });

  it('keeps the provider’s number of it', () => {
    const sale = aDeliveredSale();
    sale.change(refundRequested());
    sale.change(refundReported(sale.refund(1), 'succeeded', { providerReference: 'R7' }));
    expect(sale.refund(1).providerReference).toBe('R7');
  });

  it.each([
    ['the surplus first', [1, 2]],
    ['the price first', [2, 1]],
  ])('with the surplus before it ends the sale all the same: %s', (_name, order) => {
    const sale = aSale();
    sale.policies = {
      ...sale.policies,
      overpaid: { toleranceBasisPoints: 0, beyond: 'deliver_and_refund' },
    };
    sale.change(paid(sale.attempt(1), { amount: cny(10_500) }));
    sale.change(refundRequested());
    expect(sale.refunds.map(({ amount }) => amount)).toEqual([cny(500), cny(10_000)]);
    for (const number of order) sale.change(refundReported(sale.refund(number)));
    expect(sale.order).toMatchObject({ state: 'refunded', reservation: 'revoked' });
  });

  it.each([
    [10_500n, undefined],
    [10_200n, 300],
    [10_000n, 500],
    [1n, 500],
  ])('of %s out of 105.00 leaves a credit of what is still there: %s', (amountMinor, credit) => {
    const sale = aSale();
    sale.change(paid(sale.attempt(1), { amount: cny(10_500) }));
    expect(sale.order.credit).toEqual(cny(500));
    sale.change(refundRequested({ amountMinor }));
    expect(sale.order.credit).toEqual(cny(500));
    sale.change(refundReported(sale.refund(1)));
    expect(sale.order.credit).toEqual(credit === undefined ? undefined : cny(credit));
  });
});

describe('a refund that failed', () => {
  it('asks a person, tells the merchant, and frees what it had promised', () => {
    const sale = aDeliveredSale();
    sale.change(refundRequested());
    const decision = sale.change(refundReported(sale.refund(1), 'failed', { detail: 'closed' }));
    expect(decision).toMatchObject({
      effect: 'needs_review',
      order: { state: 'needs_review', reservation: 'sold', review: { reason: 'refund_failed' } },
    });
    expect(decision.order.review?.detail).toContain('closed');
    expect(decision.announce.map(({ type }) => type)).toEqual([
      'refund.failed',
      'order.needs_review',
    ]);
    expect(sale.tell(refundRequested({ amountMinor: 10_000n })).kind).toBe('change');
    expect(sale.order).toMatchObject({ state: 'refunding', review: undefined });
  });

  it('of a second payment asks without touching the sale', () => {
    const sale = aDeliveredSale();
    sale.change(paid(sale.attempt(2)));
    sale.change(refundReported(sale.refund(1), 'failed'));
    expect(sale.order).toMatchObject({
      state: 'delivered',
      review: { reason: 'refund_failed' },
    });
  });

  it('of a second payment leaves an order that waits for cards in its line', () => {
    const sale = aSale();
    sale.now = later(900);
    sale.change({ kind: 'expire' });
    sale.change(paid(sale.attempt(1)));
    sale.change(paid(sale.attempt(2)));
    sale.change(refundReported(sale.refund(1), 'failed'));
    expect(sale.order).toMatchObject({
      state: 'awaiting_stock',
      stockDeadline: expect.any(String),
      review: { reason: 'refund_failed' },
    });
  });

  it('beside one that succeeds leaves a part refunded and the question open', () => {
    const sale = halfAndHalf();
    sale.change(refundReported(sale.refund(1), 'failed'));
    sale.change(refundReported(sale.refund(2)));
    expect(sale.order).toMatchObject({
      state: 'partially_refunded',
      reservation: 'sold',
      review: { reason: 'refund_failed' },
    });
  });
});

describe('a refund of which nobody knows whether it happened', () => {
  it('asks a person once', () => {
    const sale = aDeliveredSale();
    sale.change(refundRequested());
    const decision = sale.change(refundReported(sale.refund(1), 'unknown', { detail: 'time-out' }));
    expect(decision).toMatchObject({
      effect: 'needs_review',
      order: { state: 'refunding', review: { reason: 'refund_unknown' } },
    });
    expect(decision.order.review?.detail).toContain('time-out');
    expect(decision.announce.map(({ type }) => type)).toEqual(['order.needs_review']);
    expect(sale.tell(refundReported(sale.refund(1), 'unknown')).kind).toBe('no_change');
  });

  it('asks also when it has been unknown for a while without anybody being asked', () => {
    const sale = aDeliveredSale();
    sale.change(refundRequested());
    sale.refunds = [{ ...sale.refund(1), state: 'unknown', askedCount: 20 }];
    expect(sale.change(refundReported(sale.refund(1), 'unknown')).effect).toBe('needs_review');
    expect(sale.tell(refundReported(sale.refund(1), 'unknown')).kind).toBe('no_change');
  });

  it.each([
    ['of a part', 4_000n, 'partially_refunded'],
    ['of all', 10_000n, 'refunded'],
  ] as const)('%s and that a person finds out about asks no more', (_name, amountMinor, state) => {
    const sale = aDeliveredSale();
    sale.change(refundRequested({ amountMinor }));
    sale.change(refundReported(sale.refund(1), 'unknown'));
    sale.change(refundReported(sale.refund(1), 'succeeded', { actor: 'Li' }));
    expect(sale.order).toMatchObject({ state, review: undefined });
    expect(sale.order.timeline.at(-1)).toMatchObject({ what: 'refund_succeeded', actor: 'Li' });
  });

  it('that a person finds to have failed asks what to do now', () => {
    const sale = aDeliveredSale();
    sale.change(refundRequested());
    sale.change(refundReported(sale.refund(1), 'unknown'));
    sale.change(refundReported(sale.refund(1), 'failed', { actor: 'Li', detail: 'not there' }));
    expect(sale.order).toMatchObject({
      state: 'needs_review',
      review: { reason: 'refund_failed' },
    });
  });

  it('goes on asking while another one is unknown', () => {
    const sale = halfAndHalf();
    sale.change(refundReported(sale.refund(1), 'unknown'));
    sale.change(refundReported(sale.refund(2), 'unknown'));
    sale.change(refundReported(sale.refund(1)));
    expect(sale.order.review).toMatchObject({ reason: 'refund_unknown' });
    sale.change(refundReported(sale.refund(2)));
    expect(sale.order).toMatchObject({ state: 'refunded', review: undefined });
  });
});
