import { AppError } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { MAX_ENDPOINTS, type WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { WebhookUrlCheck } from '../ports/webhook-sender.ts';
import { type ChangeEndpointsDeps, changeEndpoints } from './change-endpoints.ts';
import { checkEndpointUrl, refuseSecondEndpoint } from './check-endpoint-url.ts';
import { newSecret } from './new-secret.ts';

export interface CreateEndpointDeps extends ChangeEndpointsDeps {
  readonly sealer: Sealer;
  readonly urlCheck: WebhookUrlCheck;
}

export interface NewEndpoint extends Pick<WebhookEndpoint, 'url' | 'description' | 'subscription'> {
  readonly tenant: Tenant;
}

/** Registers an endpoint. The secret's text is in the answer and nowhere else. */
export const createEndpoint = async (
  deps: CreateEndpointDeps,
  { tenant, url, description, subscription }: NewEndpoint,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> => {
  await checkEndpointUrl(deps.urlCheck, url);
  const id = deps.runtime.newId('webhookEndpoint');
  const secret = await newSecret(deps, { tenant, endpointId: id });
  const at = deps.runtime.now().toISOString();
  const endpoint: WebhookEndpoint = {
    id,
    tenant,
    url,
    description,
    subscription,
    secrets: [{ sealed: secret.sealed, createdAt: at }],
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
  await changeEndpoints(deps, tenant, (endpoints) => {
    refuseSecondEndpoint(url, endpoints);
    if (endpoints.length >= MAX_ENDPOINTS) {
      throw new AppError(
        'limit_exceeded',
        `There are ${MAX_ENDPOINTS} webhook endpoints, which is the most. Remove one first.`,
      );
    }
    return { endpoints: [...endpoints, endpoint], result: undefined };
  });
  return { endpoint, secret: secret.text };
};
