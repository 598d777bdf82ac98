import { createHash, sign } from 'node:crypto';
import { readRsaKey } from '../wire/rsa-key.ts';

/** Clocks may differ by minutes: a token is good from a while ago. */
const BEFORE_SECONDS = 120;
const AFTER_SECONDS = 300;

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const HEADER = encoded({ alg: 'RS256', typ: 'JWT' });

/** The JSON Web Token of one request: when it is good, and the SHA-256 of the exact body. */
export const requestToken = (privateKey: string, now: Date, body?: string): string => {
  const key = readRsaKey(privateKey, 'private');
  if (!key) throw new Error('the private key was checked when it was entered');
  const seconds = Math.floor(now.getTime() / 1000);
  const claims = {
    iat: seconds - BEFORE_SECONDS,
    nbf: seconds - BEFORE_SECONDS,
    exp: seconds + AFTER_SECONDS,
    ...(body === undefined ? {} : { body_sha256: createHash('sha256').update(body).digest('hex') }),
  };
  const signed = `${HEADER}.${encoded(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
};
