import { describe, expect, it } from 'vitest';
import type { OrderEvent } from '#shared/domain/orders/order-event.ts';
import { CHANNEL_A, CHANNEL_B } from '#test/support/builders.ts';
import { aDeliveredSale, aSale, cny, paid, type Sale } from './a-sale.ts';

type Dispute = Extract<OrderEvent, { kind: 'disputed' }>;

const dispute = (sale: Sale, changes: Partial<Dispute> = {}): OrderEvent => ({
  kind: 'disputed',
  reporter: { channelId: CHANNEL_A, accountVersions: [1] },
  attemptId: sale.attempt(1).id,
  reference: 'D1',
  status: 'open',
  providerStatus: 'needs_response',
  amount: cny(10_000),
  cause: 'fraudulent',
  answerBy: '2026-05-12T00:00:00.000Z',
  isProven: true,
  ...changes,
});

describe('a dispute', () => {
  it('asks a person, with the reason and the time to answer, and is announced', () => {
    const sale = aDeliveredSale();
    const { announce, effect } = sale.change(dispute(sale));
    expect([effect, announce.map(({ type }) => type)]).toEqual([
      'needs_review',
      ['order.needs_review'],
    ]);
    expect(sale.order).toMatchObject({
      state: 'delivered',
      review: {
        reason: 'disputed',
        detail:
          'dispute D1 of 100.00 CNY: needs_response; the buyer says "fraudulent"; to be answered by 2026-05-12T00:00:00.000Z',
      },
    });
  });

  it.each(['won', 'lost'] as const)('that is %s later is noted and asks nobody again', (status) => {
    const sale = aDeliveredSale();
    sale.change(dispute(sale));
    const { announce, effect } = sale.change(dispute(sale, { status, providerStatus: status }));
    expect([effect, announce]).toEqual(['applied', []]);
    expect(sale.order.timeline.at(-1)).toMatchObject({
      what: `dispute_${status}`,
      detail: expect.stringContaining(`dispute D1 of 100.00 CNY: ${status}`),
    });
  });

  it('that is heard of when it is lost asks a person: money has left', () => {
    const sale = aDeliveredSale();
    expect(sale.change(dispute(sale, { status: 'lost' })).effect).toBe('needs_review');
  });

  it('that is heard of when it is won asks nobody', () => {
    const sale = aDeliveredSale();
    expect(sale.change(dispute(sale, { status: 'won' })).effect).toBe('applied');
    expect(sale.order.review).toBeUndefined();
  });

  it('with a word that nobody knows asks a person', () => {
    const sale = aDeliveredSale();
    expect(sale.change(dispute(sale, { status: 'unknown' })).effect).toBe('needs_review');
  });

  it('told again, or out of order, changes nothing', () => {
    const sale = aDeliveredSale();
    sale.change(dispute(sale, { status: 'won' }));
    for (const status of ['won', 'open', 'unknown'] as const)
      expect(sale.tell(dispute(sale, { status })).kind).toBe('no_change');
    sale.change(dispute(sale, { reference: 'D2' }));
    expect(sale.tell(dispute(sale, { reference: 'D2' })).kind).toBe('no_change');
  });

  it('stops what was paid and not delivered yet', () => {
    const sale = aSale({ cardKind: 'manual' });
    sale.change(paid(sale.attempt(1)));
    sale.change(dispute(sale));
    expect(sale.order.state).toBe('needs_review');
  });

  it('holds a payment that is heard of only afterwards, unless it was won', () => {
    const held = aSale();
    held.change(dispute(held));
    held.change(paid(held.attempt(1)));
    expect(held.order).toMatchObject({ state: 'needs_review', review: { reason: 'disputed' } });
    const won = aSale();
    won.change(dispute(won));
    won.change(dispute(won, { status: 'won' }));
    won.change(paid(won.attempt(1)));
    expect(won.order.state).toBe('delivered');
  });

  it('is not believed from another channel or account, nor about what is not there', () => {
    const sale = aDeliveredSale();
    for (const changes of [
      { reporter: { channelId: CHANNEL_B, accountVersions: [1] } },
      { reporter: { channelId: CHANNEL_A, accountVersions: [2] } },
      { attemptId: 'att_01h455vb4pex5vsknk084sn0zz' },
    ])
      expect(sale.tell(dispute(sale, changes)).kind).toBe('no_change');
  });

  it('that nobody proves asks a person once, whatever else is made up', () => {
    const sale = aDeliveredSale();
    sale.change(dispute(sale, { isProven: false }));
    expect(sale.tell(dispute(sale, { isProven: false, reference: 'D2' })).kind).toBe('no_change');
  });
});
