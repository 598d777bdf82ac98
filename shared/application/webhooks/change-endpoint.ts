import { notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import { type ChangeEndpointsDeps, changeEndpoints } from './change-endpoints.ts';

export interface EndpointName {
  readonly tenant: Tenant;
  readonly endpointId: string;
}

/**
 * Changes one endpoint of a tenant. `change` sees the others too.
 *
 * @throws AppError `not_found`
 */
export const changeEndpoint = (
  deps: ChangeEndpointsDeps,
  { tenant, endpointId }: EndpointName,
  change: (endpoint: WebhookEndpoint, all: readonly WebhookEndpoint[]) => WebhookEndpoint,
): Promise<WebhookEndpoint> =>
  changeEndpoints(deps, tenant, (all) => {
    const endpoint = all.find(({ id }) => id === endpointId);
    if (!endpoint) throw notFound('webhook endpoint');
    const changed = change(endpoint, all);
    return {
      endpoints: all.map((one) => (one === endpoint ? changed : one)),
      result: changed,
    };
  });
