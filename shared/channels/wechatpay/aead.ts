import { createDecipheriv } from 'node:crypto';
import { z } from 'zod';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What WeChat Pay encrypts for a merchant: the content of notifications, platform certificates. */
export const sealedContentSchema = z.object({
  algorithm: z.literal('AEAD_AES_256_GCM'),
  nonce: z.string(),
  associated_data: z.string().nullish(),
  ciphertext: z.string(),
});
export type SealedContent = z.infer<typeof sealedContentSchema>;

/** AES-256 and nothing shorter: Node would take the cipher from the name, others from the length of the key. */
export const isApiV3Key = (apiV3Key: string): boolean => Buffer.byteLength(apiV3Key) === KEY_BYTES;

/** @returns `undefined` when the key, the tag or the additional data does not match */
export const openContent = (
  { nonce, associated_data: associatedData, ciphertext }: SealedContent,
  apiV3Key: string,
): Buffer | undefined => {
  const sealed = Buffer.from(ciphertext, 'base64');
  if (!isApiV3Key(apiV3Key) || Buffer.byteLength(nonce) !== NONCE_BYTES) return undefined;
  if (sealed.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(associatedData ?? ''));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
};
