import { createHash, timingSafeEqual } from 'node:crypto';
import type { Fields } from '../wire/fields.ts';

/**
 * `name=value&` strings in the order of Java's `String.CASE_INSENSITIVE_ORDER`, over the whole string and not the name
 * alone, without `sign` and empty values, then `key=` and the secret; upper-case hex MD5.
 */
const signedText = (fields: Fields): string =>
  [...fields]
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .map(([name, value]) => `${name}=${value}&`)
    .sort(compareCaseInsensitively)
    .join('');

/** Java compares upper-cased, then lower-cased characters; the words of this protocol are ASCII, bytes beyond stay. */
const compareCaseInsensitively = (a: string, b: string): number => {
  const [left, right] = [folded(a), folded(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

const folded = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** @param fields names and values as byte strings */
export const signatureOf = (fields: Fields, secret: string): string =>
  createHash('md5')
    .update(signedText(fields), 'latin1')
    .update(`key=${secret}`, 'utf8')
    .digest('hex')
    .toUpperCase();

/** A blank secret never verifies: everybody can sign with it. */
export const verifySignature = (fields: Fields, secret: string, signature: string): boolean => {
  if (secret.trim() === '' || !/^[0-9A-F]{32}$/.test(signature)) return false;
  return timingSafeEqual(Buffer.from(signatureOf(fields, secret)), Buffer.from(signature));
};
