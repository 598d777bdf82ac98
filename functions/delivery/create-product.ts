import {
  type CreateProductDeps,
  createProduct as create,
} from '#shared/application/delivery/create-product.ts';
import { presentProduct } from '#shared/application/delivery/present-product.ts';
import { createProduct as contract } from '#shared/contract/api/delivery.ts';
import { money } from '#shared/domain/money/money.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const createProduct = (deps: CreateProductDeps) =>
  bind(contract, async ({ body }, { tenant }) =>
    presentProduct(
      await create(deps, tenant, {
        name: body.name,
        description: body.description,
        price: money(body.currency, body.price_amount),
        minQuantity: body.min_quantity,
        maxQuantity: body.max_quantity,
        cardKind: body.card_kind,
        lowStockThreshold: body.low_stock_threshold,
        stockLanes: body.stock_lanes,
      }),
    ),
  );
