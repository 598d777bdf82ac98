import type { KeyObject } from 'node:crypto';

/** Makes and opens data keys: the only part of sealing that differs between AWS and a laptop. */
export interface KeyWrapper {
  /** A fresh 256-bit data key, in the clear and wrapped. */
  generate(): Promise<{ key: KeyObject; wrappedKey: Uint8Array<ArrayBuffer> }>;
  /** Opens a wrapped data key; throws when it was wrapped by another key or for another deployment. */
  unwrap(wrappedKey: Uint8Array): Promise<KeyObject>;
}
