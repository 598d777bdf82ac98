import { z } from 'zod';
import type { NewCard } from '../../application/ports/inventory-store.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { type Card, cardSchema } from '../../domain/stock/card.ts';

/** Keys of a product's stock: `<tenant>#<product>#<lane>` holds free cards, other partitions what is known of them. */
const productPrefix = (tenant: Tenant, productId: string): string =>
  `${tenantKey(tenant)}#${productId}`;

/** Partition of one lane's free cards; lane 0 also holds the product itself. */
export const lanePk = (tenant: Tenant, productId: string, lane: number): string =>
  `${productPrefix(tenant, productId)}#${lane}`;

export const batchesPk = (tenant: Tenant, productId: string): string =>
  `${productPrefix(tenant, productId)}#batches`;

/** Fingerprints are spread by their first byte over 256 partitions. */
export const fingerprintKey = (tenant: Tenant, productId: string, fingerprint: string) => ({
  pk: `${productPrefix(tenant, productId)}#fingerprint#${fingerprint.slice(0, 2)}`,
  sk: fingerprint,
});

export const FREE_CARD_PREFIX = 'card#';
/** Where the next buyer of a rush is pointed to; apart from the cards, whose partition is busy enough. */
export const claimKey = (tenant: Tenant, productId: string, lane: number) => ({
  pk: `${productPrefix(tenant, productId)}#claims#${lane}`,
  sk: 'next',
});

export const freeCardKey = (tenant: Tenant, productId: string, card: Card) => ({
  pk: lanePk(tenant, productId, card.lane),
  sk: `${FREE_CARD_PREFIX}${card.position}`,
});

export const freeCardItem = (
  tenant: Tenant,
  productId: string,
  { cardId, lane, position, sealed }: Card,
): Record<string, unknown> => ({
  ...freeCardKey(tenant, productId, { cardId, lane, position, sealed }),
  cardId,
  lane,
  position,
  sealed,
});

export const parseFreeCardItem = (item: Record<string, unknown>): Card => cardSchema.parse(item);

/** What stays known of a card for ever: that it was imported, and to which position. */
const fingerprintSchema = z.object({ sk: z.string(), position: z.string() });
export type StoredFingerprint = z.infer<typeof fingerprintSchema>;

export const fingerprintItem = (
  tenant: Tenant,
  productId: string,
  { fingerprint, position }: NewCard,
): Record<string, unknown> => ({ ...fingerprintKey(tenant, productId, fingerprint), position });

export const parseFingerprintItem = (item: unknown): StoredFingerprint =>
  fingerprintSchema.parse(item);

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const refusedSchema = z.object({ sk: text, position: text });

/** As {@link parseFingerprintItem}, of the item that a refused transaction returns in DynamoDB's own notation. */
export const parseRefusedFingerprint = (item: unknown): StoredFingerprint =>
  fingerprintSchema.parse(refusedSchema.parse(item));
