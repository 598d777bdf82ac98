import { notFound } from '../../domain/errors/app-error.ts';
import type { EndpointName } from './change-endpoint.ts';
import { type ChangeEndpointsDeps, changeEndpoints } from './change-endpoints.ts';

/** Removes an endpoint. What waits for it is cancelled when its next try is due. */
export const deleteEndpoint = (
  deps: ChangeEndpointsDeps,
  { tenant, endpointId }: EndpointName,
): Promise<void> =>
  changeEndpoints(deps, tenant, (all) => {
    const endpoints = all.filter(({ id }) => id !== endpointId);
    if (endpoints.length === all.length) throw notFound('webhook endpoint');
    return { endpoints, result: undefined };
  });
