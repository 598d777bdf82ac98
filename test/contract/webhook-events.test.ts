import { describe, expect, it } from 'vitest';
import { merchantEvents } from '#shared/application/orders/merchant-events.ts';
import { EVENT_TYPES, webhookMessage } from '#shared/contract/webhook-events.ts';
import { webhookBody } from '#shared/domain/webhooks/webhook-body.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { anOrder } from '#test/support/builders.ts';

const orderEvents = EVENT_TYPES.filter((type) => type.startsWith('order.'));

describe.each(orderEvents)('the message of %s', (type) => {
  const [event] = merchantEvents(systemRuntime, anOrder(), [{ type, sequence: 3 }]);
  const sent = event && JSON.parse(webhookBody(event));

  it('is what the documentation promises, with no field more', () => {
    const contract = webhookMessage(type);
    expect(contract.parse(sent)).toEqual(sent);
  });
});
