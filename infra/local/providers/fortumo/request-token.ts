import { createHash, verify } from 'node:crypto';
import type { SimulatedRequest } from '../kit/exchange.ts';

interface Claims {
  readonly nbf?: unknown;
  readonly exp?: unknown;
  readonly body_sha256?: unknown;
}

const part = (text: string | undefined): unknown => {
  try {
    return JSON.parse(Buffer.from(text ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
};

/** Whether a request carries a JSON Web Token by the owner of the key, that is good now and for exactly this body. */
export const isSignedBy = (
  publicKey: string,
  { headers, body, method }: SimulatedRequest,
): boolean => {
  const [scheme, jwt = ''] = (headers.authorization ?? '').split(' ');
  const [header, payload, signature] = jwt.split('.');
  if (scheme !== 'Bearer' || !header || !payload || !signature) return false;
  if ((part(header) as { alg?: unknown } | undefined)?.alg !== 'RS256') return false;
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'))) return false;
  const { nbf, exp, body_sha256 } = (part(payload) ?? {}) as Claims;
  const now = Date.now() / 1000;
  return (
    typeof nbf === 'number' &&
    typeof exp === 'number' &&
    nbf <= now &&
    now < exp &&
    (method === 'GET' || body_sha256 === createHash('sha256').update(body).digest('hex'))
  );
};
