import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attemptIdOf,
  MAX_ATTEMPTS_PER_ORDER,
  MAX_REFUNDS_PER_ORDER,
  orderIdOfRefund,
  providerOrderNumberOf,
  providerRefundNumberOf,
  refundIdOf,
  refundIdSchema,
} from '#shared/domain/identity/ids.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';

describe('a refund’s id', () => {
  it('leads back to its order, and its number at the provider is 26 letters and digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_REFUNDS_PER_ORDER }), (number) => {
        const orderId = systemRuntime.newId('order');
        const refundId = refundIdSchema.parse(refundIdOf(orderId, number));
        expect(orderIdOfRefund(refundId)).toBe(orderId);
        expect(providerRefundNumberOf(refundId)).toMatch(/^[0-9a-z]{26}$/);
      }),
    );
  });

  it('never has the number of an attempt, of the order, or of another refund', () => {
    const orderId = systemRuntime.newId('order');
    const payments = Array.from({ length: MAX_ATTEMPTS_PER_ORDER }, (_, index) =>
      providerOrderNumberOf(attemptIdOf(orderId, index + 1)),
    );
    const refunds = Array.from({ length: MAX_REFUNDS_PER_ORDER }, (_, index) =>
      providerRefundNumberOf(refundIdOf(orderId, index + 1)),
    );
    const own = orderId.slice(orderId.indexOf('_') + 1);
    const all = [own, ...payments, ...refunds];
    expect(new Set(all).size).toBe(1 + MAX_ATTEMPTS_PER_ORDER + MAX_REFUNDS_PER_ORDER);
  });

  it('sorts in the order in which refunds were made', () => {
    const orderId = systemRuntime.newId('order');
    const ids = Array.from({ length: MAX_REFUNDS_PER_ORDER }, (_, index) =>
      refundIdOf(orderId, index + 1),
    );
    expect(ids.toSorted()).toEqual(ids);
  });

  it('has a number that is bounded', () => {
    const orderId = systemRuntime.newId('order');
    for (const number of [-1, 0, MAX_REFUNDS_PER_ORDER + 1])
      expect(() => refundIdOf(orderId, number)).toThrow(RangeError);
  });
});
