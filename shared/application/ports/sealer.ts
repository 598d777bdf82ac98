import type { SealContext, Sealed } from '../../domain/stock/sealed.ts';

/** A data key that seals any number of values without a call to KMS. */
export interface DataKey {
  seal(plaintext: string, context: SealContext): Sealed;
}

/** Envelope encryption: AES-256-GCM under a data key; KMS in AWS, a generated key file on a laptop. */
export interface Sealer {
  /** A fresh data key, one per import batch or credential. */
  newDataKey(): Promise<DataKey>;
  /** Opens a sealed value; throws when the context differs from the one it was sealed with. */
  open(sealed: Sealed, context: SealContext): Promise<string>;
}
