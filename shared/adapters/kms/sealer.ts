import type { KeyObject } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Sealer } from '../../application/ports/sealer.ts';
import type { SealContext, Sealed } from '../../domain/stock/sealed.ts';
import { decrypt, encrypt } from './aes-gcm.ts';
import { dataKeyCache } from './data-key-cache.ts';
import { keyFileWrapper } from './key-file.ts';
import { kmsWrapper } from './kms-wrapper.ts';

const FILE_PREFIX = 'file:';

/**
 * Envelope encryption for cards and credentials.
 *
 * @param sealingKey ARN of a KMS key, or `file:<path>` of a key file that {@link createKeyFile} made
 * @param nowMillis a monotonic clock for the age of cached data keys
 */
export const createSealer = (
  sealingKey: string,
  nowMillis: () => number = () => performance.now(),
): Sealer => {
  const wrapper = sealingKey.startsWith(FILE_PREFIX)
    ? keyFileWrapper(sealingKey.slice(FILE_PREFIX.length))
    : kmsWrapper(sealingKey);
  const openKey = dataKeyCache((wrappedKey) => wrapper.unwrap(wrappedKey), nowMillis);
  return {
    newDataKey: async () => {
      const { key, wrappedKey } = await wrapper.generate();
      return {
        seal: (plaintext, context) => ({
          wrappedKey,
          data: encrypt(key, Buffer.from(plaintext, 'utf8'), additionalData(context)),
        }),
      };
    },
    open: async (sealed, context) => openWith(await openKey(sealed.wrappedKey), sealed, context),
  };
};

const openWith = (key: KeyObject, sealed: Sealed, context: SealContext): string => {
  try {
    return Buffer.from(decrypt(key, sealed.data, additionalData(context))).toString('utf8');
  } catch (cause) {
    throw new Error(
      `cannot open the sealed ${context.kind} ${context.id}: it is damaged or belongs to something else`,
      { cause },
    );
  }
};

/** One spelling of the context: fields in a fixed order, quoted so that no two contexts read the same. */
const additionalData = ({ merchantId, kind, id }: SealContext): Uint8Array =>
  Buffer.from(JSON.stringify(['arteria 1', merchantId, kind, id]), 'utf8');
