import { z } from 'zod';

const bytes = z.instanceof(Uint8Array);

/**
 * A secret at rest (card or channel credential): AES-256-GCM under a data key, which itself is wrapped by the
 * deployment's key. Self-contained: whoever may use the deployment's key can open it.
 */
export const sealedSchema = z.object({
  /** The data key, wrapped by KMS (or by the local key file). */
  wrappedKey: bytes,
  /** 12 bytes of nonce, the cipher text, 16 bytes of tag. */
  data: bytes,
});
export type Sealed = z.infer<typeof sealedSchema>;

/**
 * What the cipher text is bound to: opening it under another merchant, kind or id fails.
 */
export interface SealContext {
  readonly merchantId: string;
  readonly kind:
    | 'card'
    | 'channel_credentials'
    | 'attempt_kept'
    | 'refund_receiver'
    | 'webhook_secret'
    | 'fingerprint_key';
  readonly id: string;
}
