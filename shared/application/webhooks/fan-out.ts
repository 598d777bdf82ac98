import { beginTry } from '../../domain/webhooks/begin-try.ts';
import type { Delivery } from '../../domain/webhooks/delivery.ts';
import { type WebhookEndpoint, wantsEvent } from '../../domain/webhooks/endpoint.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import { newDelivery } from '../../domain/webhooks/start-delivery.ts';
import type { EndpointReader } from '../ports/webhook-store.ts';
import { StillBeingSentError, type TryDeliveryDeps, tryDelivery } from './try-delivery.ts';

export interface FanOutDeps extends TryDeliveryDeps {
  /** May be some seconds old. */
  readonly endpoints: EndpointReader;
}

/**
 * Tells every endpoint the events that it wants, all at once: a slow one does not keep the others waiting. A repetition
 * of the message finds the deliveries there and sends only what a crash cut off.
 */
export const fanOut = async (deps: FanOutDeps, events: readonly MerchantEvent[]): Promise<void> => {
  throwFirst(await Promise.allSettled(events.map((event) => tellEndpoints(deps, event))));
};

const tellEndpoints = async (deps: FanOutDeps, event: MerchantEvent): Promise<void> => {
  const { endpoints } = await deps.endpoints.readEndpoints(event.tenant);
  const results = await Promise.allSettled(
    endpoints
      .filter((endpoint) => wantsEvent(endpoint, event.type))
      .map((endpoint) => firstTry(deps, endpoint, event)),
  );
  throwFirst(results);
};

/** Nothing is left behind: whoever throws has waited for all. */
const throwFirst = (results: readonly PromiseSettledResult<void>[]): void => {
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
};

const firstTry = async (
  deps: FanOutDeps,
  endpoint: WebhookEndpoint,
  event: MerchantEvent,
): Promise<void> => {
  const { tenant, id: eventId } = event;
  const now = deps.runtime.now();
  const created = begun(newDelivery({ tenant, eventId, endpointId: endpoint.id }, now), now);
  if (await deps.deliveries.writeDelivery(created)) {
    await tryDelivery(deps, { endpoint, event, delivery: created });
    return;
  }
  const known = await deps.deliveries.readDelivery(tenant, eventId, endpoint.id);
  // Only a try that never ended is this message's business; the others have messages of their own.
  if (known?.leaseUntil === undefined) return;
  const again = begun(known, now);
  if (!(await deps.deliveries.writeDelivery(again))) throw new StillBeingSentError(eventId);
  await tryDelivery(deps, { endpoint, event, delivery: again });
};

const begun = (delivery: Delivery, now: Date): Delivery => {
  const begin = beginTry(delivery, delivery.dueAt ?? '', now);
  if (begin.kind !== 'begin') throw new StillBeingSentError(delivery.eventId);
  return begin.delivery;
};
