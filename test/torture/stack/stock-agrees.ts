import { readProduct, readStock } from '#shared/contract/api/delivery.ts';
import type { ItemsOf, StoredState } from '../invariants/stored-state.ts';
import { GOODS } from './buyer-plan.ts';
import type { Shop } from './shop.ts';

/** What the API says of each product's stock, compared with the items. */
export const stockDisagreements = async (
  shop: Shop,
  itemsOf: ItemsOf,
  { orders }: StoredState,
): Promise<string[]> => {
  const problems: string[] = [];
  for (const goods of GOODS) {
    const productId = shop.products[goods];
    const [stock, product] = await Promise.all([
      shop.merchant.call(readStock, { params: { productId } }),
      shop.merchant.call(readProduct, { params: { productId } }),
    ]);
    if (stock.kind !== 'answered' || product.kind !== 'answered') {
      problems.push(`nobody tells the stock of ${goods}`);
      continue;
    }
    const ofProduct = orders.filter(({ order }) => order.product.id === productId);
    const waiting = ofProduct
      .filter(({ order }) => order.state === 'awaiting_stock')
      .reduce((sum, { order }) => sum + order.quantity, 0);
    const free = itemsOf('inventory').filter(
      ({ pk, sk }) => String(pk).includes(productId) && String(sk).startsWith('card#'),
    ).length;
    const taken = ofProduct.reduce((sum, { cards }) => sum + cards.length, 0);
    const isUnique = goods === 'month' || goods === 'trial';
    const { available, reserved, sold } = stock.reply;
    const said = JSON.stringify([available, reserved, sold, product.reply.waiting_units]);
    const counted = JSON.stringify([
      isUnique ? free : null,
      0,
      isUnique ? taken : null,
      isUnique ? waiting : product.reply.waiting_units,
    ]);
    if (said !== counted) problems.push(`${goods}: the API says ${said}, the items say ${counted}`);
  }
  return problems;
};
