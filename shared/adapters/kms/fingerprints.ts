import { createHmac } from 'node:crypto';
import type { FingerprintKeys, Fingerprints } from '../../application/ports/inventory-store.ts';

/** HMAC-SHA-256 under the merchant's own key, hex. */
export const createFingerprints = (keys: FingerprintKeys): Fingerprints => ({
  of: async (tenant) => {
    const key = await keys.read(tenant);
    return (text) => createHmac('sha256', key).update(text, 'utf8').digest('hex');
  },
});
