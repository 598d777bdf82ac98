import type { Sealed } from '../../domain/stock/sealed.ts';
import { secretContext } from '../../domain/webhooks/endpoint.ts';
import { WEBHOOK_SECRET_BYTES, webhookSecretText } from '../../domain/webhooks/secret-text.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { EndpointName } from './change-endpoint.ts';

/** A fresh signing secret: its text is shown once, what is kept is sealed. */
export const newSecret = async (
  { runtime, sealer }: { readonly runtime: Runtime; readonly sealer: Sealer },
  { tenant, endpointId }: EndpointName,
): Promise<{ text: string; sealed: Sealed }> => {
  const text = webhookSecretText(runtime.newSecret(WEBHOOK_SECRET_BYTES));
  const key = await sealer.newDataKey();
  return { text, sealed: key.seal(text, secretContext(tenant, endpointId)) };
};
