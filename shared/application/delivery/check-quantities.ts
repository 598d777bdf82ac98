import { AppError } from '../../domain/errors/app-error.ts';
import type { Product } from '../../domain/products/product.ts';

/** @throws AppError `invalid_parameter` when no quantity could be ordered */
export const checkQuantities = ({
  minQuantity,
  maxQuantity,
}: Pick<Product, 'minQuantity' | 'maxQuantity'>): void => {
  if (minQuantity > maxQuantity) {
    throw new AppError(
      'invalid_parameter',
      `"min_quantity" (${minQuantity}) is above "max_quantity" (${maxQuantity}).`,
      { param: 'min_quantity' },
    );
  }
};
