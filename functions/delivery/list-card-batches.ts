import { listBatches } from '#shared/application/delivery/list-batches.ts';
import { presentBatchSummary } from '#shared/application/delivery/present-batch.ts';
import type { InventoryStore } from '#shared/application/ports/inventory-store.ts';
import { listCardBatches as contract } from '#shared/contract/api/delivery.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const listCardBatches = ({ inventory }: { inventory: InventoryStore }) =>
  bind(contract, async ({ params, query }, { tenant }) => {
    const { batches, hasMore } = await listBatches(
      inventory,
      { tenant, productId: params.productId },
      { limit: query.limit, startingAfter: query.starting_after },
    );
    return { data: batches.map(presentBatchSummary), has_more: hasMore };
  });
