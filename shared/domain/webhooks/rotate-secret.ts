import { liveSecrets, type WebhookEndpoint, type WebhookSecret } from './endpoint.ts';

/**
 * Puts a new secret in front; the one before signs on until `overlapEndsAt`.
 *
 * A second rotation within the overlap replaces the new secret and leaves the old one, whose end can only come sooner:
 * a rotation whose answer was lost can be repeated, the secret that receivers really use goes on signing, and an
 * overlap of 0 cuts off a secret that has leaked.
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
  const old = ending ?? newest;
  const overlapEnd = overlapEndsAt.toISOString();
  const endsAt = old?.endsAt !== undefined && old.endsAt < overlapEnd ? old.endsAt : overlapEnd;
  const kept = old && endsAt > at ? { ...old, endsAt } : undefined;
  return {
    ...endpoint,
    secrets: [{ sealed, createdAt: at }, ...(kept ? [kept] : [])],
    version: endpoint.version + 1,
    updatedAt: at,
  };
};
