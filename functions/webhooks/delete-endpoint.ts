import type { ChangeEndpointsDeps } from '#shared/application/webhooks/change-endpoints.ts';
import { deleteEndpoint as remove } from '#shared/application/webhooks/delete-endpoint.ts';
import { deleteWebhookEndpoint as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const deleteEndpoint = (deps: ChangeEndpointsDeps) =>
  bind(contract, async ({ params }, call) => {
    await remove(deps, { tenant: call.tenant, endpointId: params.endpointId });
    return { object: 'webhook_endpoint' as const, id: params.endpointId, deleted: true as const };
  });
