import type { CreateOrderRequest } from '#shared/application/orders/create-order.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import type { Product } from '#shared/domain/products/product.ts';
import type { EpayTill } from './an-epay-till.ts';

export type Bought = Awaited<ReturnType<EpayTill['buys']>>;

/** Orders at the same moment: those who got one, and why the others did not. */
export const rush = async (
  shop: EpayTill,
  product: Product,
  wishes: Partial<CreateOrderRequest>[],
) => {
  const results = await Promise.allSettled(wishes.map((wish) => shop.buys(product, wish)));
  return {
    sales: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    refusals: results.flatMap((result) => (result.status === 'rejected' ? [codeOf(result)] : [])),
  };
};

const codeOf = ({ reason }: PromiseRejectedResult): string =>
  reason instanceof AppError ? reason.code : `unexpected: ${reason}`;

export const loadAll = (shop: EpayTill, sales: readonly Bought[]) =>
  Promise.all(sales.map(({ order }) => shop.load(order)));
