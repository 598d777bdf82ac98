import { z } from 'zod';
import { merchantIdSchema } from './ids.ts';

/** `test` and `live` are two separate worlds of one merchant: no object of one is visible in the other. */
export const modeSchema = z.enum(['test', 'live']);
export type Mode = z.infer<typeof modeSchema>;

/** Who owns an object. Every stored key that a merchant can reach starts with it. */
export const tenantSchema = z.object({ merchantId: merchantIdSchema, mode: modeSchema });
export type Tenant = z.infer<typeof tenantSchema>;

/** The tenant as the leading part of a partition key. */
export const tenantKey = ({ merchantId, mode }: Tenant): string => `${merchantId}.${mode}`;

/** Inverse of {@link tenantKey}; throws on text that it did not make. */
export const parseTenantKey = (key: string): Tenant => {
  const [merchantId, mode] = key.split('.');
  return tenantSchema.parse({ merchantId, mode });
};
