import type { Runtime } from '#shared/application/ports/runtime.ts';
import type { EndpointReader } from '#shared/application/ports/webhook-store.ts';
import { presentEndpoint } from '#shared/application/webhooks/present-endpoint.ts';
import { readEndpoint as read } from '#shared/application/webhooks/read-endpoint.ts';
import { readWebhookEndpoint as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const readEndpoint = (deps: {
  readonly endpoints: EndpointReader;
  readonly runtime: Runtime;
}) =>
  bind(contract, async ({ params }, call) =>
    presentEndpoint(
      await read(deps, { tenant: call.tenant, endpointId: params.endpointId }),
      deps.runtime.now(),
    ),
  );
