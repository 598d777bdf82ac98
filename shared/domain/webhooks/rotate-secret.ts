import { liveSecrets, type WebhookEndpoint, type WebhookSecret } from './endpoint.ts';

/**
 * Puts a new secret in front; the one before signs on until `overlapEndsAt`.
 *
 * A second rotation within the overlap replaces the new secret and leaves the old one and its end alone: a rotation
 * whose answer was lost can be repeated, and the secret that receivers really use goes on signing.
 */
export const rotateSecret = (
  endpoint: WebhookEndpoint,
  {
    sealed,
    now,
    overlapEndsAt,
  }: Pick<WebhookSecret, 'sealed'> & { now: Date; overlapEndsAt: Date },
): WebhookEndpoint => {
  const at = now.toISOString();
  const [newest, ending] = liveSecrets(endpoint, now);
  const kept = ending ?? (newest && { ...newest, endsAt: overlapEndsAt.toISOString() });
  return {
    ...endpoint,
    secrets: [{ sealed, createdAt: at }, ...(kept ? [kept] : [])],
    version: endpoint.version + 1,
    updatedAt: at,
  };
};
