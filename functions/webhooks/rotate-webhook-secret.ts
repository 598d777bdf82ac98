import { presentEndpoint } from '#shared/application/webhooks/present-endpoint.ts';
import {
  type RotateEndpointSecretDeps,
  rotateEndpointSecret,
} from '#shared/application/webhooks/rotate-endpoint-secret.ts';
import { rotateWebhookSecret as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/api.ts';

export const rotateWebhookSecret = (deps: RotateEndpointSecretDeps) =>
  bind(contract, async ({ params }, { tenant }) => {
    const { endpoint, secret } = await rotateEndpointSecret(deps, tenant, params.endpointId);
    return { ...presentEndpoint(endpoint, deps.runtime.now()), secret };
  });
