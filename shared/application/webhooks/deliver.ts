import type { WebhookMessage } from '../../contract/queues.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { beginTry } from '../../domain/webhooks/begin-try.ts';
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import { cancelDelivery } from '../../domain/webhooks/start-delivery.ts';
import type { EventReader } from '../ports/webhook-store.ts';
import type { FanOutDeps } from './fan-out.ts';
import { StillBeingSentError, tryDelivery } from './try-delivery.ts';

export interface DeliverDeps extends FanOutDeps {
  readonly events: EventReader;
}

type DeliverMessage = Extract<WebhookMessage, { kind: 'deliver' }>;

/** A later try of a delivery. A message whose try is over or no longer wanted does nothing. */
export const deliver = async (
  deps: DeliverDeps,
  { tenant, eventId, endpointId, dueAt }: DeliverMessage,
): Promise<void> => {
  const known = await deps.deliveries.readDelivery(tenant, eventId, endpointId);
  if (!known) return;
  const begin = beginTry(known, dueAt, deps.runtime.now());
  if (begin.kind === 'over') return;
  if (begin.kind === 'busy') throw new StillBeingSentError(eventId);
  const [endpoint, event] = await Promise.all([
    enabledEndpoint(deps, tenant, endpointId),
    deps.events.readEvent(tenant, eventId),
  ]);
  if (!endpoint || !event) {
    await deps.deliveries.writeDelivery(cancelDelivery(known, deps.runtime.now()));
    return;
  }
  if (!(await deps.deliveries.writeDelivery(begin.delivery))) {
    throw new StillBeingSentError(eventId);
  }
  await tryDelivery(deps, { endpoint, event, delivery: begin.delivery });
};

/** Looks twice before it says no: the first list may be older than the endpoint. */
const enabledEndpoint = async (
  deps: DeliverDeps,
  tenant: Tenant,
  endpointId: string,
): Promise<WebhookEndpoint | undefined> => {
  for (const reader of [deps.endpoints, deps.endpointStore]) {
    const { endpoints } = await reader.readEndpoints(tenant);
    const endpoint = endpoints.find(({ id, disabled }) => id === endpointId && !disabled);
    if (endpoint) return endpoint;
  }
  return undefined;
};
