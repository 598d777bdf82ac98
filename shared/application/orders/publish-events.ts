import { tenantKey } from '../../domain/identity/tenant.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { WebhookQueue } from '../ports/queue.ts';

/**
 * Makes events readable in the merchant's event list, then asks the webhooks stage to deliver them. In this order: a
 * delivery always finds its event. Repeating it changes nothing in the list and may deliver once more with the same id.
 */
export const publishEvents = async (
  deps: { readonly eventLog: EventLog; readonly webhooks: WebhookQueue },
  events: readonly MerchantEvent[],
): Promise<void> => {
  if (events.length === 0) return;
  await deps.eventLog.record(events);
  await deps.webhooks.send(
    events.map((event) => ({
      message: { kind: 'fan_out', event },
      group: tenantKey(event.tenant),
    })),
  );
};
