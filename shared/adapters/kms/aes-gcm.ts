import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts with AES-256-GCM: 12 bytes of random nonce, the cipher text, 16 bytes of tag. */
export const encrypt = (
  key: KeyObject,
  plaintext: Uint8Array,
  additionalData: Uint8Array,
): Uint8Array<ArrayBuffer> => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
};

/**
 * Inverse of {@link encrypt}.
 *
 * @throws when one bit of the data, the additional data or the key differs
 */
export const decrypt = (
  key: KeyObject,
  data: Uint8Array,
  additionalData: Uint8Array,
): Uint8Array => {
  if (data.length < NONCE_BYTES + TAG_BYTES) throw new Error('sealed data is too short');
  const tagStart = data.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, data.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(additionalData);
  decipher.setAuthTag(data.subarray(tagStart));
  return Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, tagStart)), decipher.final()]);
};
