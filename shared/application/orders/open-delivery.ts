import type { OrderAggregate } from '../ports/order-store.ts';
import type { Sealer } from '../ports/sealer.ts';

/** What a buyer bought, in plain text. Lives in memory for one reply. */
export interface Delivery {
  readonly cards: readonly { readonly id: string; readonly value: string }[];
  readonly content: string | undefined;
}

/** Opens an order's cards, once it is delivered and not before. */
export const openDelivery = async (
  sealer: Sealer,
  { order, cards, manualContent }: OrderAggregate,
): Promise<Delivery | undefined> => {
  if (order.deliveredAt === undefined) return undefined;
  const { merchantId } = order.tenant;
  const opened = await Promise.all(
    cards.map(async ({ cardId, sealed }) => ({
      id: cardId,
      value: await sealer.open(sealed, { merchantId, kind: 'card', id: cardId }),
    })),
  );
  const content = manualContent
    ? await sealer.open(manualContent, { merchantId, kind: 'card', id: order.id })
    : undefined;
  return { cards: opened, content };
};
