import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import { rotateSecret } from '../../domain/webhooks/rotate-secret.ts';
import type { Sealer } from '../ports/sealer.ts';
import { changeEndpoint, type EndpointName } from './change-endpoint.ts';
import type { ChangeEndpointsDeps } from './change-endpoints.ts';
import { newSecret } from './new-secret.ts';

/** Gives an endpoint a new secret beside the old one, which signs on until the overlap is over. */
export const rotateEndpointSecret = async (
  deps: ChangeEndpointsDeps & { readonly sealer: Sealer },
  name: EndpointName,
  overlapSeconds: number,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> => {
  const { text, sealed } = await newSecret(deps, name);
  const now = deps.runtime.now();
  const overlapEndsAt = new Date(now.getTime() + overlapSeconds * 1000);
  const endpoint = await changeEndpoint(deps, name, (before) =>
    rotateSecret(before, { sealed, now, overlapEndsAt }),
  );
  return { endpoint, secret: text };
};
