import {
  type CreateEndpointDeps,
  createEndpoint,
} from '#shared/application/webhooks/create-endpoint.ts';
import { presentEndpoint } from '#shared/application/webhooks/present-endpoint.ts';
import { createWebhookEndpoint as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/api.ts';

export const createWebhookEndpoint = (deps: CreateEndpointDeps) =>
  bind(contract, async ({ body }, { tenant }) => {
    const { endpoint, secret } = await createEndpoint(deps, tenant, body);
    return { ...presentEndpoint(endpoint, deps.runtime.now()), secret };
  });
