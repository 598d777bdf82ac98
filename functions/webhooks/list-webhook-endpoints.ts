import type { Runtime } from '#shared/application/ports/runtime.ts';
import type { EndpointReader } from '#shared/application/ports/webhook-store.ts';
import { listEndpoints } from '#shared/application/webhooks/list-endpoints.ts';
import { presentEndpoint } from '#shared/application/webhooks/present-endpoint.ts';
import { listWebhookEndpoints as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/api.ts';

export const listWebhookEndpoints = (deps: {
  readonly endpoints: EndpointReader;
  readonly runtime: Pick<Runtime, 'now'>;
}) =>
  bind(contract, async ({ query }, { tenant }) => {
    const { endpoints, hasMore } = await listEndpoints(deps, tenant, {
      limit: query.limit,
      startingAfter: query.starting_after,
    });
    const now = deps.runtime.now();
    return {
      data: endpoints.map((endpoint) => presentEndpoint(endpoint, now)),
      has_more: hasMore,
    };
  });
