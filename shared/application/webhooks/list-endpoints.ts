import type { Tenant } from '../../domain/identity/tenant.ts';
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import type { EndpointReader } from '../ports/webhook-store.ts';

/** One page of a tenant's endpoints, oldest first: ids sort by creation time. */
export const listEndpoints = async (
  deps: { readonly endpoints: EndpointReader },
  tenant: Tenant,
  { limit, startingAfter = '' }: { limit: number; startingAfter?: string | undefined },
): Promise<{ endpoints: WebhookEndpoint[]; hasMore: boolean }> => {
  const { endpoints } = await deps.endpoints.readEndpoints(tenant);
  const rest = endpoints.filter(({ id }) => id > startingAfter);
  return { endpoints: rest.slice(0, limit), hasMore: rest.length > limit };
};
