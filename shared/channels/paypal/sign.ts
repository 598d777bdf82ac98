import { constants, type KeyObject, verify } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The only algorithm that is taken: the message names it, and must not choose a weaker one. */
export const ALGORITHM = 'SHA256withRSA';

export interface Transmission {
  readonly id: string;
  readonly time: string;
  readonly signature: string;
}

/** What PayPal signs: transmission, time, webhook and the body's CRC32 in decimal, joined by `|`. */
export const signedText = (
  { id, time }: Pick<Transmission, 'id' | 'time'>,
  webhookId: string,
  body: Uint8Array,
): string => `${id}|${time}|${webhookId}|${crc32(body)}`;

export const verifyTransmission = (
  transmission: Transmission,
  { webhookId, body, key }: { webhookId: string; body: Uint8Array; key: KeyObject },
): boolean => {
  const bytes = Buffer.from(transmission.signature, 'base64');
  // Node skips what is no base64; only the one canonical spelling of a signature is taken.
  if (bytes.length === 0 || bytes.toString('base64') !== transmission.signature) return false;
  return verify(
    'sha256',
    Buffer.from(signedText(transmission, webhookId, body)),
    { key, padding: constants.RSA_PKCS1_PADDING },
    bytes,
  );
};
