import { describe, expect, it } from 'vitest';
import type { OrderEvent } from '#shared/domain/orders/order-event.ts';
import { refundable } from '#shared/domain/refunds/refund-amounts.ts';
import { CHANNEL_A, CHANNEL_B } from '#test/support/builders.ts';
import {
  aDeliveredSale,
  aSale,
  cny,
  paid,
  refundReported,
  refundRequested,
  type Sale,
} from './a-sale.ts';

type Notice = Extract<OrderEvent, { kind: 'refund_notified' }>;

const notice = (changes: Partial<Notice>): OrderEvent => ({
  kind: 'refund_notified',
  reporter: { channelId: CHANNEL_A, accountVersions: [1] },
  refundId: undefined,
  attemptId: undefined,
  status: 'succeeded',
  amount: undefined,
  providerReference: undefined,
  providerStatus: 'REFUND',
  isProven: true,
  ...changes,
});

const aRefundingSale = (): Sale => {
  const sale = aDeliveredSale();
  sale.change(refundRequested());
  return sale;
};

describe('a notification about our own refund', () => {
  it('that succeeded ends the refund and the sale', () => {
    const sale = aRefundingSale();
    const { id, amount } = sale.refund(1);
    sale.change(notice({ refundId: id, amount, providerReference: 'R1' }));
    expect(sale.order.state).toBe('refunded');
    expect(sale.refund(1)).toMatchObject({ state: 'succeeded', providerReference: 'R1' });
    expect(sale.tell(notice({ refundId: id, amount })).kind).toBe('no_change');
  });

  it('that failed asks a person, in the provider’s words', () => {
    const sale = aRefundingSale();
    sale.change(
      notice({ refundId: sale.refund(1).id, status: 'failed', providerStatus: 'CLOSED' }),
    );
    expect(sale.refund(1)).toMatchObject({ state: 'failed', detail: 'CLOSED' });
    expect(sale.order.review?.reason).toBe('refund_failed');
  });

  it('that names only the provider’s number is still ours', () => {
    const sale = aRefundingSale();
    sale.change(refundReported(sale.refund(1), 'succeeded', { providerReference: 'R1' }));
    const told = sale.tell(notice({ attemptId: sale.attempt(1).id, providerReference: 'R1' }));
    expect(told).toMatchObject({ kind: 'no_change', detail: 'the refund is succeeded' });
  });

  it('of another amount leaves the refund as it is and asks a person, once', () => {
    const sale = aRefundingSale();
    const event = notice({ refundId: sale.refund(1).id, amount: cny(9_999) });
    expect(sale.change(event).effect).toBe('needs_review');
    expect(sale.refund(1).state).toBe('queued');
    expect(sale.order).toMatchObject({
      state: 'refunding',
      review: {
        reason: 'refund_contradicted',
        detail: expect.stringContaining('the provider speaks of 99.99 CNY'),
      },
    });
    expect(sale.tell(event).kind).toBe('no_change');
  });

  it.each(['failed', 'succeeded'] as const)(
    'that had %s before, and now has not, asks a person and changes nothing else',
    (before) => {
      const sale = aRefundingSale();
      const refund = sale.refund(1);
      sale.change(refundReported(refund, before));
      const { state } = sale.order;
      const status = before === 'failed' ? 'succeeded' : 'failed';
      const { announce } = sale.change(notice({ refundId: refund.id, status }));
      expect(announce.map(({ type }) => type)).toEqual(['order.needs_review']);
      expect(sale.refund(1).state).toBe(before);
      expect(sale.order).toMatchObject({ state, review: { reason: 'refund_contradicted' } });
      expect(sale.tell(notice({ refundId: refund.id, status })).kind).toBe('no_change');
    },
  );

  it('is not believed from another channel or account', () => {
    const sale = aRefundingSale();
    for (const reporter of [
      { channelId: CHANNEL_B, accountVersions: [1] },
      { channelId: CHANNEL_A, accountVersions: [2] },
    ])
      expect(sale.tell(notice({ refundId: sale.refund(1).id, reporter })).kind).toBe('no_change');
  });
});

describe('a refund that was made elsewhere', () => {
  const made = (sale: Sale, changes: Partial<Notice> = {}) =>
    notice({
      attemptId: sale.attempt(1).id,
      amount: cny(4_000),
      providerReference: 'C1',
      ...changes,
    });

  it('asks a person and is announced, once for each of the provider’s numbers', () => {
    const sale = aDeliveredSale();
    const { announce, effect } = sale.change(made(sale));
    expect([effect, announce.map(({ type }) => type)]).toEqual([
      'needs_review',
      ['order.needs_review'],
    ]);
    expect(sale.order).toMatchObject({
      state: 'delivered',
      review: { reason: 'refunded_elsewhere', detail: expect.stringContaining('40.00 CNY') },
    });
    expect(sale.tell(made(sale)).kind).toBe('no_change');
    sale.change(made(sale, { providerReference: 'C2' }));
    expect(sale.attempt(1).refundedElsewhere).toHaveLength(2);
  });

  it('leaves so much less to pay back here', () => {
    const sale = aDeliveredSale();
    sale.change(made(sale));
    expect(refundable(sale.attempt(1), sale.refunds)).toEqual(cny(6_000));
    sale.change(refundRequested());
    sale.change(refundReported(sale.refund(1)));
    expect(sale.order).toMatchObject({
      state: 'refunded',
      review: { reason: 'refunded_elsewhere' },
    });
    sale.change(made(sale, { providerReference: 'C2', amount: cny(10_000) }));
    expect(refundable(sale.attempt(1), sale.refunds)).toEqual(cny(0));
  });

  it('stops what was paid and not delivered yet', () => {
    const sale = aSale({ cardKind: 'manual' });
    sale.change(paid(sale.attempt(1)));
    sale.change(made(sale));
    expect(sale.order.state).toBe('needs_review');
  });

  it('holds a payment that is heard of only afterwards', () => {
    const sale = aSale();
    sale.change(made(sale));
    expect(sale.order.state).toBe('awaiting_payment');
    sale.change(paid(sale.attempt(1)));
    expect(sale.order).toMatchObject({
      state: 'needs_review',
      reservation: 'held',
      review: { reason: 'refunded_elsewhere' },
    });
  });

  it('that failed changes nothing', () => {
    const sale = aDeliveredSale();
    expect(sale.tell(made(sale, { status: 'failed' })).kind).toBe('no_change');
  });

  it('that nobody proves asks a person once, whatever else is made up, and counts for nothing', () => {
    const sale = aDeliveredSale();
    sale.change(made(sale, { isProven: false }));
    expect(sale.tell(made(sale, { isProven: false, providerReference: 'C2' })).kind).toBe(
      'no_change',
    );
    expect(refundable(sale.attempt(1), sale.refunds)).toEqual(cny(10_000));
  });

  it('is counted up to a limit: what is sent without end does not fill the order', () => {
    const sale = aDeliveredSale();
    for (let number = 1; number <= 40; number += 1)
      sale.tell(made(sale, { providerReference: `C${number}` }));
    expect(sale.attempt(1).refundedElsewhere).toHaveLength(20);
  });
});
