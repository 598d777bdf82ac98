import { z } from 'zod';
import { apiKeyIdSchema, merchantIdSchema } from '../identity/ids.ts';
import { modeSchema } from '../identity/tenant.ts';
import { sealedSchema } from '../stock/sealed.ts';

/** A shop's owner. Test and live mode are two tenants of one merchant. */
export const merchantSchema = z.object({
  id: merchantIdSchema,
  name: z.string().min(1).max(100),
  /** 32 random bytes (base64) under which the merchant's cards are fingerprinted, sealed. */
  fingerprintKey: sealedSchema,
  createdAt: z.iso.datetime(),
});
export type Merchant = z.infer<typeof merchantSchema>;

/** An API key as it is stored: its hash, never itself. */
export const apiKeySchema = z.object({
  id: apiKeyIdSchema,
  merchantId: merchantIdSchema,
  mode: modeSchema,
  label: z.string().max(100),
  /** SHA-256 of the key, hex. */
  hash: z.string(),
  /** The first characters, by which a person recognises it. */
  hint: z.string(),
  createdAt: z.iso.datetime(),
  /** From then on it opens nothing: set by a rotation (after the overlap) or a revocation (at once). */
  endsAt: z.iso.datetime().optional(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

/** Whether a key opens anything at `now`. */
export const isKeyLive = (key: Pick<ApiKey, 'endsAt'>, now: Date): boolean =>
  key.endsAt === undefined || now.toISOString() < key.endsAt;
