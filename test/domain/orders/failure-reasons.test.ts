import { describe, expect, it } from 'vitest';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import { decide } from '#shared/domain/orders/decide.ts';
import type { OrderEvent } from '#shared/domain/orders/order-event.ts';
import { anAttempt, anOrder, later } from '#test/support/builders.ts';

type Report = Extract<OrderEvent, { kind: 'payment_reported' }>;

const order = anOrder();
const report = (changes: Partial<Report>, attempt: Attempt = anAttempt(order)) =>
  decide(
    {
      order,
      attempts: [attempt],
      refunds: [],
      now: later(5),
      stock: 'unasked',
      policies: 'unasked',
    },
    {
      kind: 'payment_reported',
      attemptId: attempt.id,
      channelId: attempt.channelId,
      status: 'failed',
      amount: attempt.amount,
      providerReference: undefined,
      source: 'notification',
      ...changes,
    },
  );

describe('why a payment failed', () => {
  it.each([
    ['failed', 'insufficient_funds', 'insufficient_funds'],
    ['failed', undefined, 'declined'],
    ['closed', 'buyer_cancelled', 'buyer_cancelled'],
    ['closed', undefined, 'expired'],
  ] as const)('when it is %s and the provider says %s, is %s', (status, said, kept) => {
    expect(report({ status, failureReason: said })).toMatchObject({
      attempts: [{ state: status, failureReason: kept }],
    });
  });
});

describe('a payment that another account of the channel reports', () => {
  const second = anAttempt(order, { accountVersion: 2 });

  it('is not believed: a person is asked about "paid", and nobody about anything else', () => {
    expect(report({ status: 'succeeded', accountVersions: [1] }, second)).toMatchObject({
      kind: 'change',
      effect: 'needs_review',
      attempts: [],
      order: { state: 'awaiting_payment', review: { reason: 'unconfirmed_payment' } },
    });
    for (const status of ['failed', 'closed', 'pending', 'unknown'] as const)
      expect(report({ status, accountVersions: [1] }, second).kind).toBe('no_change');
  });

  it('is believed when its own account vouches, by whatever version of it', () => {
    expect(report({ status: 'failed', accountVersions: [3, 2] }, second).kind).toBe('change');
    expect(report({ status: 'failed', accountVersions: [1] }).kind).toBe('change');
  });
});
