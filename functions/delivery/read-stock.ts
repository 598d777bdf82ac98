import { presentStock } from '#shared/application/delivery/present-stock.ts';
import { type ReadStockDeps, readStock as read } from '#shared/application/delivery/read-stock.ts';
import { readStock as contract } from '#shared/contract/api/delivery.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const readStock = (deps: ReadStockDeps) =>
  bind(contract, async ({ params }, { tenant }) => {
    const { product, count } = await read(deps, { tenant, productId: params.productId });
    return presentStock(product, count);
  });
