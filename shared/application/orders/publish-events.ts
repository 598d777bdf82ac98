import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { WebhookQueue } from '../ports/queue.ts';
import { fanOutRequest } from '../webhooks/fan-out-request.ts';

/**
 * Makes events readable in the merchant's event list, then asks the webhooks stage to deliver them. In this order: a
 * delivery always finds its event. Repeating it changes nothing in the list and may deliver once more with the same id.
 *
 * @param changes the events of each change of an order: paid and delivered are told in one message
 */
export const publishEvents = async (
  deps: { readonly eventLog: EventLog; readonly webhooks: WebhookQueue },
  changes: readonly (readonly MerchantEvent[])[],
): Promise<void> => {
  const events = changes.flat();
  if (events.length === 0) return;
  await deps.eventLog.record(events);
  await deps.webhooks.send(
    changes.flatMap((together) => {
      const [first] = together;
      return first ? [fanOutRequest(first.tenant, together)] : [];
    }),
  );
};
