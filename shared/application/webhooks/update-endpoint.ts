import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import type { WebhookUrlCheck } from '../ports/webhook-sender.ts';
import { changeEndpoint, type EndpointName } from './change-endpoint.ts';
import type { ChangeEndpointsDeps } from './change-endpoints.ts';
import { checkEndpointUrl, refuseSecondEndpoint } from './check-endpoint-url.ts';

export interface UpdateEndpointDeps extends ChangeEndpointsDeps {
  readonly urlCheck: WebhookUrlCheck;
}

export interface EndpointChanges {
  readonly url?: string;
  readonly description?: string;
  readonly subscription?: WebhookEndpoint['subscription'];
  readonly status?: 'enabled' | 'disabled';
}

/** Changes what is given. Enabling forgets earlier failures: the five days begin anew. */
export const updateEndpoint = async (
  deps: UpdateEndpointDeps,
  name: EndpointName,
  { status, ...fields }: EndpointChanges,
): Promise<WebhookEndpoint> => {
  const { url } = fields;
  if (url !== undefined) await checkEndpointUrl(deps.urlCheck, url);
  const at = deps.runtime.now().toISOString();
  return changeEndpoint(deps, name, (endpoint, all) => {
    if (url !== undefined)
      refuseSecondEndpoint(
        url,
        all.filter((one) => one !== endpoint),
      );
    return {
      ...endpoint,
      url: url ?? endpoint.url,
      description: fields.description ?? endpoint.description,
      subscription: fields.subscription ?? endpoint.subscription,
      ...statusAfter(endpoint, status, at),
      version: endpoint.version + 1,
      updatedAt: at,
    };
  });
};

const statusAfter = (
  { disabled, failingSince }: WebhookEndpoint,
  status: EndpointChanges['status'],
  at: string,
): Pick<WebhookEndpoint, 'disabled' | 'failingSince'> => {
  switch (status) {
    case 'enabled':
      return { disabled: undefined, failingSince: undefined };
    case 'disabled':
      return { disabled: disabled ?? { reason: 'merchant', at }, failingSince };
    case undefined:
      return { disabled, failingSince };
  }
};
