import {
  constants,
  createHash,
  type KeyObject,
  sign as rsaSign,
  verify as rsaVerify,
  timingSafeEqual,
} from 'node:crypto';
import type { Fields } from '../wire/fields.ts';

/**
 * What both protocols sign: `name=value` joined by `&`, sorted by the bytes of the name, without `sign`, `sign_type`
 * and empty values; values as they are, not percent-encoded.
 *
 * The text is not injective: `{a: "1&b=2"}` and `{a: "1", b: "2"}` sign alike. `notification` therefore refuses values
 * that could hide a field, and `wireName` keeps such values out of what we send.
 */
const signedText = (fields: Fields, isEmpty: (value: string) => boolean): Buffer => {
  const pairs = [...fields]
    .filter(([name, value]) => name !== 'sign' && name !== 'sign_type' && !isEmpty(value))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`);
  return Buffer.from(pairs.join('&'), 'latin1');
};

const isEmptyInV1 = (value: string): boolean => value === '';

/** v2's reference SDK calls a value empty after PHP's `trim`. */
const isEmptyInV2 = (value: string): boolean => /^[ \t\n\r\0\v]*$/.test(value);

/** v1: lower-case hex MD5 of the text with the merchant's key directly behind it. */
export const md5Signature = (fields: Fields, key: string): string =>
  createHash('md5').update(signedText(fields, isEmptyInV1)).update(key, 'utf8').digest('hex');

/** A blank key never verifies: everybody can sign with it. */
export const verifyMd5 = (fields: Fields, key: string, signature: string): boolean => {
  if (key.trim() === '' || !/^[0-9a-f]{32}$/.test(signature)) return false;
  return timingSafeEqual(Buffer.from(md5Signature(fields, key)), Buffer.from(signature));
};

/** v2: base64 of SHA256withRSA (PKCS#1 v1.5). */
export const rsaSignature = (fields: Fields, privateKey: KeyObject): string =>
  rsaSign('sha256', signedText(fields, isEmptyInV2), {
    key: privateKey,
    padding: constants.RSA_PKCS1_PADDING,
  }).toString('base64');

export const verifyRsa = (fields: Fields, publicKey: KeyObject, signature: string): boolean => {
  // A gateway that puts base64 into a query without encoding it turns every "+" into a space.
  const base64 = signature.replaceAll(' ', '+');
  const bytes = Buffer.from(base64, 'base64');
  // Node skips what is no base64; only the one canonical spelling of a signature is taken.
  if (bytes.length === 0 || bytes.toString('base64') !== base64) return false;
  return rsaVerify(
    'sha256',
    signedText(fields, isEmptyInV2),
    { key: publicKey, padding: constants.RSA_PKCS1_PADDING },
    bytes,
  );
};
