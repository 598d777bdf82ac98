import { HOLD_SHARDS, LIST_SHARDS, WORK_SHARDS } from '../../contract/tables.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';

/** A stable shard of an id: its random characters as a number. */
export const shardOf = (id: string, shards: number): number =>
  [...id.slice(-10, -2)].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7) % shards;

export const listKey = (tenant: Tenant, shard: number): string => `${tenantKey(tenant)}#${shard}`;
export const holdKey = (tenant: Tenant, productId: string, shard: number): string =>
  `${tenantKey(tenant)}#${productId}#${shard}`;
/** Paid orders that wait for a product's cards, in the index of holds: by when they were paid. */
export const waitingKey = (tenant: Tenant, productId: string): string =>
  `${tenantKey(tenant)}#${productId}#waiting`;
/** A tenant's refunds, in the index of lists. */
export const refundListKey = (tenant: Tenant): string => `${tenantKey(tenant)}#refunds`;
export const workKey = (shard: number): string => `work#${shard}`;
/** Orders that wait for cards, in the index of work: the sweeper looks for their products. */
export const waitingWorkKey = (shard: number): string => `waiting#${shard}`;
export const LIST_SHARD_NUMBERS = Array.from({ length: LIST_SHARDS }, (_, shard) => shard);
export const HOLD_SHARD_NUMBERS = Array.from({ length: HOLD_SHARDS }, (_, shard) => shard);
export const WORK_SHARD_NUMBERS = Array.from({ length: WORK_SHARDS }, (_, shard) => shard);
