import { presentEndpoint } from '#shared/application/webhooks/present-endpoint.ts';
import {
  type UpdateEndpointDeps,
  updateEndpoint as update,
} from '#shared/application/webhooks/update-endpoint.ts';
import { updateWebhookEndpoint as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const updateEndpoint = (deps: UpdateEndpointDeps) =>
  bind(contract, async ({ params, body }, call) => {
    const endpoint = await update(
      deps,
      { tenant: call.tenant, endpointId: params.endpointId },
      {
        url: body.url,
        description: body.description,
        subscription: body.events,
        status: body.status,
      },
    );
    return presentEndpoint(endpoint, deps.runtime.now());
  });
