import { constants, type KeyObject, verify as rsaVerify } from 'node:crypto';
import { epochSeconds, lines } from './sign.ts';

/** A reply or notification whose signed time is further away is refused (official SDKs: five minutes). */
const MAX_SKEW_SECONDS = 300;

/** Put before the signature of a message that a merchant must not believe: WeChat Pay looks who verifies. */
const PROBE = 'WECHATPAY/SIGNTEST/';

type Headers = Readonly<Record<string, string>>;

/** The headers that carry a signature, or are covered by it. */
export const SIGNATURE_HEADERS = [
  'wechatpay-timestamp',
  'wechatpay-nonce',
  'wechatpay-serial',
  'wechatpay-signature',
] as const;

export interface MessageSignature {
  readonly timestamp: string;
  readonly nonce: string;
  readonly serial: string;
  readonly signature: string;
}

export interface Doubt {
  readonly reason: 'signature_missing' | 'signature_invalid' | 'stale' | 'credentials_blank';
  readonly detail: string;
}

export const signatureOf = (headers: Headers): MessageSignature => ({
  timestamp: headers['wechatpay-timestamp'] ?? '',
  nonce: headers['wechatpay-nonce'] ?? '',
  serial: headers['wechatpay-serial'] ?? '',
  signature: headers['wechatpay-signature'] ?? '',
});

/** Every reason not to believe a signature that can be seen without a key. */
export const doubtOf = (
  { timestamp, nonce, serial, signature }: MessageSignature,
  now: Date,
): Doubt | undefined => {
  if (signature === '') return { reason: 'signature_missing', detail: 'no "Wechatpay-Signature"' };
  if (signature.startsWith(PROBE))
    return invalid('a probe by WeChat Pay: its signature is wrong on purpose');
  if (!/^\d{1,12}$/.test(timestamp)) return invalid('no usable "Wechatpay-Timestamp"');
  if (!/^[\x21-\x7e]{1,128}$/.test(nonce)) return invalid('no usable "Wechatpay-Nonce"');
  if (!/^\w{1,128}$/.test(serial)) return invalid('no usable "Wechatpay-Serial"');
  const skewSeconds = Math.abs(Number(epochSeconds(now)) - Number(timestamp));
  return skewSeconds > MAX_SKEW_SECONDS
    ? { reason: 'stale', detail: `its timestamp is ${skewSeconds} s away from our clock` }
    : undefined;
};

const invalid = (detail: string): Doubt => ({ reason: 'signature_invalid', detail });

/** Whether this key signed these bytes of a reply or notification. Only the one spelling of a signature counts. */
export const isSignedWith = (
  key: KeyObject,
  { timestamp, nonce, signature }: MessageSignature,
  body: Uint8Array,
): boolean => {
  const bytes = Buffer.from(signature, 'base64');
  // Node skips what is no base64.
  if (bytes.length === 0 || bytes.toString('base64') !== signature) return false;
  return rsaVerify(
    'sha256',
    lines(timestamp, nonce, body),
    { key, padding: constants.RSA_PKCS1_PADDING },
    bytes,
  );
};
