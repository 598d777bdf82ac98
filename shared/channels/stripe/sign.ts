import { createHmac, timingSafeEqual } from 'node:crypto';

/** Stripe's own libraries take messages of the last five minutes. */
export const TOLERANCE_SECONDS = 300;

export type SignatureVerdict = 'valid' | 'missing' | 'malformed' | 'invalid' | 'stale';

/**
 * `Stripe-Signature: t=…,v1=…[,v1=…]`: HMAC-SHA256 of `t.body` in hex. While a secret is rolled there are two `v1`; other
 * schemes (`v0`) count for nothing. Written here instead of loading the SDK, which costs callbacks more than all the rest.
 */
export const verdictOf = (
  header: string,
  body: Uint8Array,
  { secret, now }: { readonly secret: string; readonly now: Date },
): SignatureVerdict => {
  if (header === '') return 'missing';
  const parts = header.split(',').map((part) => part.split('=', 2) as [string, string?]);
  const time = parts.find(([name]) => name.trim() === 't')?.[1] ?? '';
  const signatures = parts
    .filter(([name]) => name.trim() === 'v1')
    .map(([, value = '']) => value.trim());
  if (signatures.length === 0) return 'missing';
  if (!/^\d{1,12}$/.test(time)) return 'malformed';
  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
  const isValid = signatures.some(
    (signature) =>
      /^[0-9a-f]{64}$/.test(signature) && timingSafeEqual(expected, Buffer.from(signature, 'hex')),
  );
  if (!isValid) return 'invalid';
  const age = Math.abs(now.getTime() / 1000 - Number(time));
  return age > TOLERANCE_SECONDS ? 'stale' : 'valid';
};
