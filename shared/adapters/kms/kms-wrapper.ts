import { createSecretKey, type KeyObject } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { KeyWrapper } from './key-wrapper.ts';

/**
 * Wraps data keys with a KMS key. The encryption context names the deployment by the key's own name (the part of
 * the ARN after the account: `key/<id>`, the same in every region of a multi-region key). It is bound to every
 * wrapped key and shows in CloudTrail; a key policy may demand it.
 */
export const kmsWrapper = (keyArn: string): KeyWrapper => {
  const request = {
    KeyId: keyArn,
    EncryptionContext: { service: 'arteria', deployment: keyArn.split(':').at(-1) ?? keyArn },
  };
  let loaded: Promise<KMSClient> | undefined;
  const client = (): Promise<KMSClient> => {
    loaded ??= createClient();
    return loaded;
  };
  return {
    generate: async () => {
      const kms = await sdk();
      const answer = await (await client()).send(
        new kms.GenerateDataKeyCommand({ ...request, KeySpec: 'AES_256' }),
      );
      if (!answer.CiphertextBlob) throw new Error('KMS returned no wrapped data key');
      return {
        key: secretKey(answer.Plaintext),
        wrappedKey: Uint8Array.from(answer.CiphertextBlob),
      };
    },
    unwrap: async (wrappedKey) => {
      const kms = await sdk();
      const answer = await (await client()).send(
        new kms.DecryptCommand({ ...request, CiphertextBlob: wrappedKey }),
      );
      return secretKey(answer.Plaintext);
    },
  };
};

/** Loaded on first use: most calls never open a sealed value, and a cold start should not pay for KMS. */
const sdk = () => import('@aws-sdk/client-kms');

const createClient = async (): Promise<KMSClient> => {
  const { KMSClient } = await sdk();
  return new KMSClient({
    retryMode: 'standard',
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
    },
  });
};

/** The key leaves plain bytes at once: a KeyObject prints nothing and is never serialised by accident. */
const secretKey = (bytes: Uint8Array | undefined): KeyObject => {
  if (bytes?.length !== 32) throw new Error('KMS returned no 256-bit data key');
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
};
