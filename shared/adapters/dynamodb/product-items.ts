import { z } from 'zod';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { type Product, productSchema } from '../../domain/products/product.ts';
import { lanePk } from './card-items.ts';

/** Sorts before every card, so that one query of lane 0 returns the product and then its first free cards. */
export const PRODUCT_SK = '!';

export const productKey = (tenant: Tenant, productId: string) => ({
  pk: lanePk(tenant, productId, 0),
  sk: PRODUCT_SK,
});

export const productItem = (product: Product): Record<string, unknown> => ({
  ...productKey(product.tenant, product.id),
  ...product,
});

/** Reads a product's item; throws when it is not what this code wrote. */
export const parseProductItem = (item: Record<string, unknown>): Product =>
  productSchema.parse(item);

/** One more than the number of the last place in line that was given to a card; 0 before the first import. */
export const parseEndOfLine = (item: Record<string, unknown>): number =>
  endSchema.parse(item).nextSerial;

const endSchema = z.object({ nextSerial: z.int().default(0) });

/** Partition that names a tenant's products, in the order they were created. */
export const productListPk = (tenant: Tenant): string => `${tenantKey(tenant)}#products`;
