import type { EndpointStore } from '#shared/application/ports/webhook-store.ts';
import { deleteEndpoint } from '#shared/application/webhooks/delete-endpoint.ts';
import { deleteWebhookEndpoint as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/api.ts';

export const deleteWebhookEndpoint = (deps: { readonly endpoints: EndpointStore }) =>
  bind(contract, async ({ params }, { tenant }) => {
    await deleteEndpoint(deps, tenant, params.endpointId);
    return { object: 'webhook_endpoint' as const, id: params.endpointId, deleted: true as const };
  });
