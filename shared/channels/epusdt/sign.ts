import { createHash, timingSafeEqual } from 'node:crypto';
import { bytesOf, type Fields } from '../wire/fields.ts';
import { type NumberStyle, numberText } from './number-text.ts';

/** What a message says, before signing: texts, and numbers that are signed in the gateway's spelling. */
export type Message = Readonly<Record<string, string | number>>;

/** `name=value` joined by `&`, sorted by the bytes of the name, without `signature` and empty values. */
const signedText = (fields: Fields): string =>
  [...fields]
    .filter(([name, value]) => name !== 'signature' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** Lower-case hex MD5 of the text with the token directly behind it. */
const signatureOf = (fields: Fields, token: string): string =>
  createHash('md5').update(signedText(fields), 'latin1').update(token, 'utf8').digest('hex');

export const messageSignature = (message: Message, token: string, style: NumberStyle): string =>
  signatureOf(
    new Map(
      Object.entries(message).map(([name, value]) => [
        name,
        bytesOf(typeof value === 'number' ? numberText(value, style) : value),
      ]),
    ),
    token,
  );

/**
 * A blank token never verifies: everybody can sign with it.
 *
 * @param numbers names of fields that travelled as JSON numbers: both gateways sign the number, not its digits
 */
export const verifySignature = (
  fields: Fields,
  { token, numbers, style }: { token: string; numbers: ReadonlySet<string>; style: NumberStyle },
): boolean => {
  const signature = fields.get('signature') ?? '';
  if (token.trim() === '' || !/^[0-9a-f]{32}$/.test(signature)) return false;
  const spelt: Fields = new Map(
    [...fields].map(([name, value]) => [
      name,
      numbers.has(name) ? numberText(Number(value), style) : value,
    ]),
  );
  return timingSafeEqual(Buffer.from(signatureOf(spelt, token)), Buffer.from(signature));
};
