const PREFIX = 'whsec_';

/** Bytes of a secret; Standard Webhooks asks for 24 to 64. A multiple of three needs no base64 padding. */
export const WEBHOOK_SECRET_BYTES = 24;

/** A secret as merchants store it: `whsec_` and base64 of random bytes that came as base64url. */
export const webhookSecretText = (base64url: string): string =>
  `${PREFIX}${base64url.replaceAll('-', '+').replaceAll('_', '/')}`;
