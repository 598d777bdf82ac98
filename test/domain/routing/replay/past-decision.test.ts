import { describe, expect, test } from 'vitest';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import { pastDecisionOf } from '#shared/domain/routing/replay/past-decision.ts';
import { anAttempt, anOrder } from '../../../support/builders.ts';
import { aLog } from './a-past-payment.ts';

const ORDER = anOrder();
const ended = (changes: Partial<Attempt> = {}) =>
  anAttempt(ORDER, { state: 'failed', routing: aLog(), ...changes });

describe('the first choice of an order', () => {
  test('is its first attempt, whatever came after', () => {
    const first = ended();
    expect(pastDecisionOf(ORDER, [first, ended({ state: 'succeeded' })])).toEqual({
      kind: 'decided',
      decision: {
        orderId: ORDER.id,
        attempt: first,
        productId: ORDER.product.id,
        quantity: ORDER.quantity,
      },
    });
  });

  test.each([
    ['not_attempted', []],
    ['not_logged', [ended({ routing: undefined }), ended()]],
    ['not_first_choice', [ended({ routing: aLog({ rank: 2 }) }), ended()]],
    ['still_open', [ended({ state: 'unknown' })]],
    ['still_open', [ended({ state: 'pending' }), ended()]],
  ] as const)('is left out: %s', (reason, attempts) => {
    expect(pastDecisionOf(ORDER, attempts)).toEqual({ kind: 'skipped', reason });
  });
});
