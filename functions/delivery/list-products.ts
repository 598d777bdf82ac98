import { listProducts as list } from '#shared/application/delivery/list-products.ts';
import { presentProduct } from '#shared/application/delivery/present-product.ts';
import type { InventoryStore } from '#shared/application/ports/inventory-store.ts';
import { listProducts as contract } from '#shared/contract/api/delivery.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const listProducts = ({ inventory }: { inventory: InventoryStore }) =>
  bind(contract, async ({ query }, { tenant }) => {
    const { products, hasMore } = await list(inventory, tenant, {
      limit: query.limit,
      startingAfter: query.starting_after,
    });
    return { data: products.map(presentProduct), has_more: hasMore };
  });
