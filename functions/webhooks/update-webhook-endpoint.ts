import { presentEndpoint } from '#shared/application/webhooks/present-endpoint.ts';
import {
  type UpdateEndpointDeps,
  updateEndpoint,
} from '#shared/application/webhooks/update-endpoint.ts';
import { updateWebhookEndpoint as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/api.ts';

export const updateWebhookEndpoint = (deps: UpdateEndpointDeps) =>
  bind(contract, async ({ params, body }, { tenant }) =>
    presentEndpoint(
      await updateEndpoint(deps, tenant, params.endpointId, body),
      deps.runtime.now(),
    ),
  );
