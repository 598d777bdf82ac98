import { presentProduct } from '#shared/application/delivery/present-product.ts';
import { readProduct as read } from '#shared/application/delivery/read-product.ts';
import type { InventoryStore } from '#shared/application/ports/inventory-store.ts';
import { readProduct as contract } from '#shared/contract/api/delivery.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const readProduct = ({ inventory }: { inventory: InventoryStore }) =>
  bind(contract, async ({ params }, { tenant }) =>
    presentProduct(await read(inventory, { tenant, productId: params.productId })),
  );
