import { createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { decrypt, encrypt } from './aes-gcm.ts';
import type { KeyWrapper } from './key-wrapper.ts';

const KEY_BYTES = 32;
const ADDITIONAL_DATA = Buffer.from('arteria data key 1');

/**
 * Creates a key file (32 random bytes, readable by its owner only) unless there is one: the local stack calls this
 * once before it starts. Kept apart from reading, so that a lost file is an error and not a new key under which
 * nothing sealed before can be opened.
 */
export const createKeyFile = async (path: string): Promise<void> => {
  if (existsSync(path)) return;
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, randomBytes(KEY_BYTES), { mode: 0o600 });
  try {
    // A link appears whole or not at all, and never replaces a file that another process made first.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

/** Wraps data keys with a key file instead of KMS (local stack and tests). */
export const keyFileWrapper = (path: string): KeyWrapper => {
  let masterKey: Promise<KeyObject> | undefined;
  const master = (): Promise<KeyObject> => {
    masterKey ??= readKeyFile(path);
    return masterKey;
  };
  return {
    generate: async () => {
      const bytes = randomBytes(KEY_BYTES);
      const wrappedKey = encrypt(await master(), bytes, ADDITIONAL_DATA);
      return { key: createSecretKey(bytes), wrappedKey };
    },
    unwrap: async (wrappedKey) =>
      createSecretKey(decrypt(await master(), wrappedKey, ADDITIONAL_DATA)),
  };
};

const readKeyFile = async (path: string): Promise<KeyObject> => {
  const bytes = await readFile(path);
  if (bytes.length !== KEY_BYTES) {
    throw new Error(`sealing key file ${path} has ${bytes.length} bytes instead of ${KEY_BYTES}`);
  }
  return createSecretKey(bytes);
};
