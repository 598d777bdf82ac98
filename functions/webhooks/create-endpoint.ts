import {
  type CreateEndpointDeps,
  createEndpoint as create,
} from '#shared/application/webhooks/create-endpoint.ts';
import { presentEndpoint } from '#shared/application/webhooks/present-endpoint.ts';
import { createWebhookEndpoint as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const createEndpoint = (deps: CreateEndpointDeps) =>
  bind(contract, async ({ body }, call) => {
    const { endpoint, secret } = await create(deps, {
      tenant: call.tenant,
      url: body.url,
      description: body.description,
      subscription: body.events,
    });
    return { ...presentEndpoint(endpoint, deps.runtime.now()), secret };
  });
