import { describe, expect, it } from 'vitest';
import { merchantEvents } from '#shared/application/orders/merchant-events.ts';
import { EVENT_TYPES, webhookMessage } from '#shared/contract/webhook-events.ts';
import { webhookBody } from '#shared/domain/webhooks/webhook-body.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { anAttempt, anOrder, aRefund } from '#test/support/builders.ts';

const saleEvents = EVENT_TYPES.filter((type) => /^(order|refund)\./.test(type));

describe.each(saleEvents)('the message of %s', (type) => {
  const order = anOrder();
  const refund = aRefund(order, anAttempt(order));
  const [event] = merchantEvents(systemRuntime, {
    order,
    refunds: [refund],
    announce: [{ type, sequence: 3, refundId: refund.id }],
  });
  const sent = event && JSON.parse(webhookBody(event));

  it('is what the documentation promises, with no field more', () => {
    const contract = webhookMessage(type);
    expect(contract.parse(sent)).toEqual(sent);
  });
});
