import { describe, expect, it } from 'vitest';
import type { OrderEvent } from '#shared/domain/orders/order-event.ts';
import { later, NOW } from '#test/support/builders.ts';
import { aSale, paid, refundRequested } from './a-sale.ts';

const HOOK = {
  url: 'https://shop.example/deliver',
  secret: { wrappedKey: new Uint8Array([1]), data: new Uint8Array([2]) },
};
const delivered: OrderEvent = { kind: 'hook_delivered' };
const failed: OrderEvent = { kind: 'hook_failed', detail: 'answered 500' };

const aPaidSale = () => {
  const sale = aSale({ cardKind: 'manual', deliveryHook: HOOK });
  const decision = sale.change(paid(sale.attempt(1)));
  return { sale, decision };
};

/** The hook fails as often as it is called; returns when it was called. */
const failUntilGivenUp = (sale: ReturnType<typeof aPaidSale>['sale']): Date[] => {
  const calls: Date[] = [];
  while (sale.order.hook && calls.length < 100) {
    sale.now = new Date(sale.order.hook.nextAt);
    calls.push(sale.now);
    sale.change(failed);
  }
  return calls;
};

describe('a paid order with a delivery hook', () => {
  it('asks the hook at once, and only when its product has one', () => {
    const { sale, decision } = aPaidSale();
    expect(sale.order).toMatchObject({
      state: 'paid',
      hook: { tries: 0, nextAt: NOW.toISOString() },
    });
    expect(decision.followUps).toContainEqual({ kind: 'call_hook' });
    const plain = aSale({ cardKind: 'manual' });
    expect(plain.change(paid(plain.attempt(1))).followUps).not.toContainEqual({
      kind: 'call_hook',
    });
    expect(plain.order.hook).toBeUndefined();
    expect(plain.tell(delivered).kind).toBe('no_change');
    expect(plain.tell(failed).kind).toBe('no_change');
  });

  it('is delivered by the first answer and by no other', () => {
    const { sale } = aPaidSale();
    const decision = sale.change(delivered);
    expect(decision.order).toMatchObject({
      state: 'delivered',
      hasManualContent: true,
      deliveredAt: NOW.toISOString(),
      reservation: 'none',
    });
    expect(decision.order.hook).toBeUndefined();
    expect(decision.announce.map(({ type }) => type)).toEqual(['order.delivered']);
    expect(sale.tell(delivered).kind).toBe('no_change');
    expect(sale.tell(failed).kind).toBe('no_change');
  });

  it('is asked about again ever more rarely for about a day, then a person is asked', () => {
    const { sale } = aPaidSale();
    const calls = failUntilGivenUp(sale);
    const waits = calls.slice(1).map((at, index) => at.getTime() - (calls[index]?.getTime() ?? 0));
    expect(calls).toHaveLength(10);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect((calls.at(-1)?.getTime() ?? 0) - NOW.getTime()).toBeGreaterThan(20 * 3_600_000);
    expect(sale.order).toMatchObject({
      state: 'needs_review',
      review: { reason: 'delivery_hook_failed' },
    });
    expect(sale.order.review?.detail).toContain('answered 500');
    expect(sale.order.hook).toBeUndefined();
    expect(sale.tell(failed).kind).toBe('no_change');
  });

  it('is delivered by an answer that comes after it was given up', () => {
    const { sale } = aPaidSale();
    failUntilGivenUp(sale);
    sale.change(delivered);
    expect(sale.order.state).toBe('delivered');
    expect(sale.order.review).toBeUndefined();
  });

  it('is delivered by hand after it was given up', () => {
    const { sale } = aPaidSale();
    failUntilGivenUp(sale);
    const byHand = { kind: 'complete_by_hand', actor: 'Li', reason: 'sent it' } as const;
    expect(sale.tell({ ...byHand, hasContent: false }).kind).toBe('refused');
    sale.change({ ...byHand, hasContent: true });
    expect(sale.order).toMatchObject({ state: 'delivered', hasManualContent: true });
    expect(sale.tell(delivered).kind).toBe('no_change');
  });

  it('delivered by hand meanwhile takes no answer any more', () => {
    const { sale } = aPaidSale();
    sale.change({ kind: 'complete_by_hand', actor: 'Li', reason: 'sent it', hasContent: true });
    expect(sale.order.hook).toBeUndefined();
    expect(sale.tell(delivered).kind).toBe('no_change');
    expect(sale.tell(failed).kind).toBe('no_change');
  });

  it('refunded meanwhile takes no answer any more, and asks no more', () => {
    const { sale } = aPaidSale();
    sale.change(refundRequested());
    expect(sale.order).toMatchObject({ state: 'refunding' });
    expect(sale.order.hook).toBeUndefined();
    expect(sale.tell(delivered).kind).toBe('no_change');
    expect(sale.tell(failed).kind).toBe('no_change');
  });

  it('that a person looks at for another reason is not delivered behind their back', () => {
    const { sale } = aPaidSale();
    sale.now = later(1);
    sale.order = {
      ...sale.order,
      state: 'needs_review',
      review: { reason: 'refund_failed', detail: 'look' },
    };
    expect(sale.tell(delivered).kind).toBe('no_change');
  });
});
