import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedCall {
  readonly method: string;
  readonly contentType: string;
  /** RFC 1123 in GMT, as in the `Date` header. */
  readonly date: string;
  /** Path and query. */
  readonly path: string;
  readonly body: string | Uint8Array;
}

/** Base64 HMAC-SHA256 of method, content type, date, path and the body's digest, each with a line break behind it. */
export const callSignature = (
  { method, contentType, date, path, body }: SignedCall,
  secret: string,
): string => {
  const digest =
    method === 'GET' || body.length === 0 ? '' : createHash('sha256').update(body).digest('base64');
  return createHmac('sha256', secret)
    .update(`${method}\n${contentType}\n${date}\n${path}\n${digest}\n`)
    .digest('base64');
};

/** A blank secret never verifies: everybody can sign with it. */
export const verifyCall = (call: SignedCall, secret: string, signature: string): boolean => {
  if (secret.trim() === '') return false;
  const expected = Buffer.from(callSignature(call, secret));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
};

/** `X-GID-AUX-POP`: proves that whoever bears the token also has the client's secret. */
export const proofOfPossession = (token: string, secret: string, now: Date): string => {
  const seconds = Math.round(now.getTime() / 1000);
  const sig = createHmac('sha256', secret).update(`${seconds}${token}`).digest('base64url');
  return Buffer.from(JSON.stringify({ sig, time_since_epoch: seconds })).toString('base64url');
};

/**
 * PKCE's verifier, made anew whenever it is needed instead of kept: 43 characters that nobody without the secret can make,
 * a different one for every order (RFC 7636, section 4.1).
 */
export const codeVerifier = (orderNumber: string, secret: string): string =>
  createHmac('sha256', secret).update(`pkce ${orderNumber}`).digest('base64url');

/** RFC 7636, section 4.2. */
export const codeChallenge = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url');
