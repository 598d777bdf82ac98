import { AppError, concurrentChange, notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { isInFlight } from '../../domain/webhooks/begin-try.ts';
import type { Delivery } from '../../domain/webhooks/delivery.ts';
import { type WebhookEndpoint, wantsEvent } from '../../domain/webhooks/endpoint.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import { newDelivery, restartDelivery } from '../../domain/webhooks/start-delivery.ts';
import type { WebhookQueue } from '../ports/queue.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { DeliveryStore, EndpointReader, EventReader } from '../ports/webhook-store.ts';
import { readEndpoint } from './read-endpoint.ts';
import { scheduleTries } from './schedule-tries.ts';

export interface ResendEventDeps {
  readonly endpoints: EndpointReader;
  readonly events: EventReader;
  readonly deliveries: DeliveryStore;
  readonly webhooks: WebhookQueue;
  readonly runtime: Runtime;
}

export interface ResendRequest {
  readonly tenant: Tenant;
  readonly eventId: string;
  /** Absent: every endpoint that wants such events. */
  readonly endpointId?: string;
}

/**
 * Starts the schedule of an event anew. Recorded first, then queued: what a crash leaves between the two is found by
 * the sweeper.
 */
export const resendEvent = async (deps: ResendEventDeps, request: ResendRequest): Promise<void> => {
  const event = await deps.events.readEvent(request.tenant, request.eventId);
  if (!event) throw notFound('event');
  const targets = await targetsOf(deps, request, event);
  for (const { id } of targets) await resendTo(deps, event, id);
};

const targetsOf = async (
  deps: ResendEventDeps,
  { tenant, endpointId }: ResendRequest,
  event: MerchantEvent,
): Promise<readonly WebhookEndpoint[]> => {
  if (endpointId !== undefined) {
    const endpoint = await readEndpoint(deps, { tenant, endpointId });
    if (endpoint.disabled) {
      throw new AppError('state_conflict', `${endpointId} is disabled. Enable it first.`);
    }
    return [endpoint];
  }
  const { endpoints } = await deps.endpoints.readEndpoints(tenant);
  const wanting = endpoints.filter((endpoint) => wantsEvent(endpoint, event.type));
  if (wanting.length === 0) {
    throw new AppError(
      'state_conflict',
      `No enabled webhook endpoint subscribes to ${event.type}. Create or enable one first.`,
    );
  }
  return wanting;
};

const resendTo = async (
  { deliveries, webhooks, runtime }: ResendEventDeps,
  { id: eventId, tenant }: MerchantEvent,
  endpointId: string,
): Promise<void> => {
  const now = runtime.now();
  const known = await deliveries.readDelivery(tenant, eventId, endpointId);
  if (known?.state === 'pending' && isInFlight(known, now)) return;
  const restarted: Delivery = restartDelivery(
    known ?? newDelivery({ tenant, eventId, endpointId }, now),
    now,
  );
  if (!(await deliveries.writeDelivery(restarted))) {
    throw concurrentChange(
      'The event is being delivered at this moment. Look at its deliveries, then try again.',
    );
  }
  await scheduleTries(webhooks, [restarted], now);
};
