import { concurrentChange } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { EndpointStore } from '../ports/webhook-store.ts';

export interface ChangeEndpointsDeps {
  readonly endpoints: EndpointStore;
  readonly runtime: Runtime;
}

export interface EndpointsChange<Result> {
  /** The whole list after the change; the list that was given when nothing changes. */
  readonly endpoints: readonly WebhookEndpoint[];
  /** Recorded in the same transaction. */
  readonly event?: MerchantEvent;
  readonly result: Result;
}

const MAX_ROUNDS = 8;
const BACKOFF_MILLIS = 10;

/**
 * The one way a tenant's endpoints change: read, decide, write if nobody else did meanwhile, or again.
 *
 * @throws AppError `concurrent_change` when it lost every round
 */
export const changeEndpoints = async <Result>(
  { endpoints: store, runtime }: ChangeEndpointsDeps,
  tenant: Tenant,
  change: (endpoints: readonly WebhookEndpoint[]) => EndpointsChange<Result>,
): Promise<Result> => {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round > 0) await runtime.pause(runtime.random() * BACKOFF_MILLIS * 2 ** round);
    const before = await store.readEndpoints(tenant);
    const { endpoints, event, result } = change(before.endpoints);
    if (endpoints === before.endpoints) return result;
    if (await store.writeEndpoints(before, endpoints, event)) return result;
  }
  throw concurrentChange(
    'The webhook endpoints are being changed by others at the same time. Try again.',
  );
};
