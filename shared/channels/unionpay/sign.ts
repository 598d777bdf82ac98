import {
  constants,
  createHash,
  type KeyObject,
  sign as rsaSign,
  verify as rsaVerify,
  timingSafeEqual,
} from 'node:crypto';
import { bytesOf, type Fields } from '../wire/fields.ts';

/**
 * What both kinds of signature cover: every field that is not blank, except the signature, as `name=value` in the order of
 * their names, nothing encoded.
 */
export const signedText = (fields: Fields): string =>
  [...fields]
    .filter(([name, value]) => name !== 'signature' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

const sha256 = (bytes: string): string =>
  createHash('sha256').update(bytes, 'latin1').digest('hex');

/** The lower-case hex digest itself is what is signed. */
const digestOf = (fields: Fields): Buffer => Buffer.from(sha256(signedText(fields)));

const padded = (key: KeyObject) => ({ key, padding: constants.RSA_PKCS1_PADDING });

/** `signMethod` 01: base64 of SHA256withRSA over the digest. */
export const certificateSignature = (fields: Fields, privateKey: KeyObject): string =>
  rsaSign('sha256', digestOf(fields), padded(privateKey)).toString('base64');

export const verifyCertificateSignature = (
  fields: Fields,
  publicKey: KeyObject,
  signature: string,
): boolean => {
  const bytes = Buffer.from(signature, 'base64');
  // Node skips what is no base64; only the one canonical spelling of a signature is taken.
  if (bytes.length === 0 || bytes.toString('base64') !== signature) return false;
  return rsaVerify('sha256', digestOf(fields), padded(publicKey), bytes);
};

/** `signMethod` 11: the digest of the text and the shared key's digest. */
export const keySignature = (fields: Fields, secureKey: string): string =>
  sha256(`${signedText(fields)}&${sha256(bytesOf(secureKey))}`);

export const verifyKeySignature = (
  fields: Fields,
  secureKey: string,
  signature: string,
): boolean => {
  if (secureKey.trim() === '' || !/^[0-9a-f]{64}$/.test(signature)) return false;
  return timingSafeEqual(Buffer.from(keySignature(fields, secureKey)), Buffer.from(signature));
};
