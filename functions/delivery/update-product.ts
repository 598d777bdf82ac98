import { presentProduct } from '#shared/application/delivery/present-product.ts';
import {
  type UpdateProductDeps,
  updateProduct as update,
} from '#shared/application/delivery/update-product.ts';
import { updateProduct as contract } from '#shared/contract/api/delivery.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const updateProduct = (deps: UpdateProductDeps) =>
  bind(contract, async ({ params, body }, { tenant }) =>
    presentProduct(
      await update(
        deps,
        { tenant, productId: params.productId },
        {
          name: body.name,
          description: body.description,
          priceMinor: body.price_amount,
          currency: body.currency,
          minQuantity: body.min_quantity,
          maxQuantity: body.max_quantity,
          status: body.status,
          lowStockThreshold: body.low_stock_threshold,
          stockLanes: body.stock_lanes,
        },
      ),
    ),
  );
