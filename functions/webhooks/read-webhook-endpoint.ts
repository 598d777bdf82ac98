import type { Runtime } from '#shared/application/ports/runtime.ts';
import type { EndpointReader } from '#shared/application/ports/webhook-store.ts';
import { presentEndpoint } from '#shared/application/webhooks/present-endpoint.ts';
import { readEndpoint } from '#shared/application/webhooks/read-endpoint.ts';
import { readWebhookEndpoint as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/api.ts';

export const readWebhookEndpoint = (deps: {
  readonly endpoints: EndpointReader;
  readonly runtime: Pick<Runtime, 'now'>;
}) =>
  bind(contract, async ({ params }, { tenant }) =>
    presentEndpoint(await readEndpoint(deps, tenant, params.endpointId), deps.runtime.now()),
  );
