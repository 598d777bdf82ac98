import { notFound } from '../../domain/errors/app-error.ts';
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import type { EndpointReader } from '../ports/webhook-store.ts';
import type { EndpointName } from './change-endpoint.ts';

/** @throws AppError `not_found` */
export const readEndpoint = async (
  { endpoints }: { readonly endpoints: EndpointReader },
  { tenant, endpointId }: EndpointName,
): Promise<WebhookEndpoint> => {
  const list = await endpoints.readEndpoints(tenant);
  const endpoint = list.endpoints.find(({ id }) => id === endpointId);
  if (!endpoint) throw notFound('webhook endpoint');
  return endpoint;
};
