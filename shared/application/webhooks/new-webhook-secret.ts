import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Sealed } from '../../domain/stock/sealed.ts';
import { secretContext } from '../../domain/webhooks/endpoint.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';

/** Standard Webhooks 1.0 asks for 24 to 64 bytes. */
const SECRET_BYTES = 24;

/** A fresh signing secret: as the merchant reads it, once, and as it is stored. */
export const newWebhookSecret = async (
  deps: { readonly sealer: Sealer; readonly runtime: Pick<Runtime, 'newSecret'> },
  tenant: Tenant,
  endpointId: string,
): Promise<{ secret: string; sealed: Sealed }> => {
  // The specification's secrets are plain base64; ours come in the alphabet for URLs.
  const base64 = deps.runtime.newSecret(SECRET_BYTES).replaceAll('-', '+').replaceAll('_', '/');
  const secret = `whsec_${base64}`;
  const key = await deps.sealer.newDataKey();
  return { secret, sealed: key.seal(secret, secretContext(tenant, endpointId)) };
};
