import type { Runtime } from '#shared/application/ports/runtime.ts';
import type { EndpointReader } from '#shared/application/ports/webhook-store.ts';
import { presentEndpoint } from '#shared/application/webhooks/present-endpoint.ts';
import { listWebhookEndpoints as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const listEndpoints = (deps: {
  readonly endpoints: EndpointReader;
  readonly runtime: Runtime;
}) =>
  bind(contract, async (_input, call) => {
    const { endpoints } = await deps.endpoints.readEndpoints(call.tenant);
    const now = deps.runtime.now();
    return { data: endpoints.map((endpoint) => presentEndpoint(endpoint, now)), has_more: false };
  });
