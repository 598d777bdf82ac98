import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Keys below this cannot be taken for secure; gateways hand out 2,048 bits. */
const MIN_MODULUS_BITS = 1024;

/**
 * Reads an RSA key as merchants paste it: PEM (also with `\n` written out), or the bare base64 that gateways show
 * in their back office (PKCS#8 or PKCS#1 for the private key, SPKI or PKCS#1 for the public one).
 *
 * @returns `undefined` when it is no such key
 */
export const readRsaKey = (text: string, kind: 'private' | 'public'): KeyObject | undefined => {
  const source = text.trim().replaceAll('\\n', '\n');
  // Node derives a public key from a private one; a private key pasted into the wrong field must not pass.
  if (kind === 'public' && readRsaKey(source, 'private')) return undefined;
  const read =
    kind === 'private'
      ? [
          () => createPrivateKey(source),
          () => createPrivateKey({ key: derOf(source), format: 'der', type: 'pkcs8' }),
          () => createPrivateKey({ key: derOf(source), format: 'der', type: 'pkcs1' }),
        ]
      : [
          () => createPublicKey(source),
          () => createPublicKey({ key: derOf(source), format: 'der', type: 'spki' }),
          () => createPublicKey({ key: derOf(source), format: 'der', type: 'pkcs1' }),
        ];
  for (const attempt of read) {
    const key = quietly(attempt);
    if (key) return isUsable(key) ? key : undefined;
  }
  return undefined;
};

const derOf = (base64: string): Buffer => Buffer.from(base64.replace(/\s/g, ''), 'base64');

const isUsable = (key: KeyObject): boolean =>
  key.asymmetricKeyType === 'rsa' &&
  (key.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_MODULUS_BITS;

const quietly = (read: () => KeyObject): KeyObject | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
