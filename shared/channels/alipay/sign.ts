import { constants, type KeyObject, sign as rsaSign, verify as rsaVerify } from 'node:crypto';
import type { Fields } from '../wire/fields.ts';

/**
 * What is signed of a message with fields: `name=value` joined by `&`, sorted by name, values as they are, not
 * percent-encoded. Byte strings in, byte string out.
 *
 * The text is not injective: `{a: "1&b=2"}` and `{a: "1", b: "2"}` sign alike. `notification` therefore refuses values that
 * could hide a field, and `wireSubject` keeps such values out of what we send.
 */
export const signedText = (fields: Fields): string =>
  [...fields]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** RSA2: base64 of SHA256withRSA (PKCS#1 v1.5). RSA (SHA-1) is not spoken here. */
export const signatureOf = (text: string, privateKey: KeyObject): string =>
  rsaSign('sha256', Buffer.from(text, 'latin1'), {
    key: privateKey,
    padding: constants.RSA_PKCS1_PADDING,
  }).toString('base64');

/** Whether one of the keys signed the byte string. Without keys nothing verifies. */
export const isSigned = (text: string, signature: string, keys: readonly KeyObject[]): boolean => {
  const bytes = Buffer.from(signature, 'base64');
  // Node skips what is no base64; only the one canonical spelling of a signature is taken.
  if (bytes.length === 0 || bytes.toString('base64') !== signature) return false;
  return keys.some(
    (key) =>
      key.asymmetricKeyType === 'rsa' &&
      rsaVerify(
        'sha256',
        Buffer.from(text, 'latin1'),
        { key, padding: constants.RSA_PKCS1_PADDING },
        bytes,
      ),
  );
};
