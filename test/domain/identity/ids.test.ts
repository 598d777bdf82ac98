import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attemptIdFromProviderOrderNumber,
  attemptIdOf,
  attemptIdSchema,
  MAX_ATTEMPTS_PER_ORDER,
  orderIdOfAttempt,
  orderIdSchema,
  providerOrderNumberOf,
} from '#shared/domain/identity/ids.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';

describe('an order’s id', () => {
  it('is not repeated in 20,000 ids made in one breath', () => {
    const ids = Array.from({ length: 20_000 }, () => systemRuntime.newId('order'));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids.slice(0, 100)) expect(orderIdSchema.parse(id)).toBe(id);
  });
});

describe('an attempt’s id', () => {
  it('leads back to its order from nothing but the provider’s order number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_ATTEMPTS_PER_ORDER }), (number) => {
        const orderId = systemRuntime.newId('order');
        const attemptId = attemptIdSchema.parse(attemptIdOf(orderId, number));
        const orderNumber = providerOrderNumberOf(attemptId);
        expect(orderNumber).toMatch(/^[0-9a-z]{26}$/);
        expect(attemptIdFromProviderOrderNumber(orderNumber)).toBe(attemptId);
        expect(orderIdOfAttempt(attemptId)).toBe(orderId);
      }),
    );
  });

  it('differs for every attempt of an order, and its number is bounded', () => {
    const orderId = systemRuntime.newId('order');
    const ids = Array.from({ length: MAX_ATTEMPTS_PER_ORDER }, (_, index) =>
      attemptIdOf(orderId, index + 1),
    );
    expect(new Set(ids).size).toBe(MAX_ATTEMPTS_PER_ORDER);
    expect(() => attemptIdOf(orderId, 0)).toThrow(RangeError);
    expect(() => attemptIdOf(orderId, MAX_ATTEMPTS_PER_ORDER + 1)).toThrow(RangeError);
  });

  it.each(['', '20260501120000', '../../etc/passwd', 'A'.repeat(26), '01h455vb4pex5vsknk084sn000'])(
    'is not read from %j',
    (orderNumber) => {
      expect(attemptIdFromProviderOrderNumber(orderNumber)).toBeUndefined();
    },
  );
});
