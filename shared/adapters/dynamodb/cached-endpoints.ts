import type { EndpointList, EndpointReader } from '../../application/ports/webhook-store.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import { boundedCache } from './bounded-cache.ts';

/** How late a delivery may notice a new, changed or removed endpoint. */
const KEPT_MILLIS = 5_000;
const MAX_TENANTS = 500;

/** The delivery path's view of endpoints: at most five seconds old. What is to be changed is read from the store. */
export const cachedEndpoints = (
  endpoints: EndpointReader,
  now: () => number = () => performance.now(),
): EndpointReader => {
  const lists = boundedCache<EndpointList>({
    name: 'endpoints',
    keptMillis: KEPT_MILLIS,
    maxEntries: MAX_TENANTS,
    now,
  });
  return {
    readEndpoints: (tenant) => lists(tenantKey(tenant), () => endpoints.readEndpoints(tenant)),
  };
};
