import type { Sealer } from '#shared/application/ports/sealer.ts';
import type { ChangeEndpointsDeps } from '#shared/application/webhooks/change-endpoints.ts';
import { presentEndpoint } from '#shared/application/webhooks/present-endpoint.ts';
import { rotateEndpointSecret } from '#shared/application/webhooks/rotate-endpoint-secret.ts';
import { rotateWebhookSecret as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const rotateSecret = (deps: ChangeEndpointsDeps & { readonly sealer: Sealer }) =>
  bind(contract, async ({ params, body }, call) => {
    const { endpoint, secret } = await rotateEndpointSecret(
      deps,
      { tenant: call.tenant, endpointId: params.endpointId },
      body.overlap_seconds,
    );
    return { ...presentEndpoint(endpoint, deps.runtime.now()), secret };
  });
