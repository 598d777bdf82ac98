import { listCallbacks, replayCallback } from '#shared/contract/api/callbacks.ts';
import { completeOrder } from '#shared/contract/api/orders.ts';
import { createRefund } from '#shared/contract/api/refunds.ts';
import type { OpenOrder } from './buyer.ts';
import type { BuyerPlan, Deed } from './buyer-plan.ts';
import type { Shop } from './shop.ts';

/** The shop's people at their desk, each deed as the plan wants it. */
export const doDeed = (shop: Shop, plan: BuyerPlan, order: OpenOrder, deed: Deed) =>
  DEEDS[deed](shop, plan, order);

type Act = (shop: Shop, plan: BuyerPlan, order: OpenOrder) => Promise<void>;

const refund = async (
  shop: Shop,
  order: OpenOrder,
  { key, amount }: { key: string; amount?: number },
): Promise<void> => {
  await shop.merchant.call(
    createRefund,
    { body: { order: order.id, amount, reason: 'asked for', actor: 'Mei' } },
    { key },
  );
};

const partOf = ({ amount }: OpenOrder): number => Math.max(1, Math.floor(amount / 3));

/** Says that the money came, or writes what a product made by hand delivers. */
const complete: Act = async (shop, { goods, number }, order) => {
  // Whatever the answer: from now on a person has vouched for it.
  shop.chronicle.completedByHand.add(order.id);
  await shop.merchant.call(completeOrder, {
    params: { orderId: order.id },
    body: {
      actor: 'Wei',
      reason: 'I saw the money',
      content: goods === 'manual' ? `content of order ${number}` : undefined,
    },
  });
};

const DEEDS: Readonly<Record<Deed, Act>> = {
  'refund all': (shop, { number }, order) => refund(shop, order, { key: `refund-${number}` }),
  'refund a part': (shop, { number }, order) =>
    refund(shop, order, { key: `refund-${number}`, amount: partOf(order) }),
  'refund twice with one key': async (shop, { number }, order) => {
    const once = () => refund(shop, order, { key: `refund-${number}`, amount: partOf(order) });
    await Promise.all([once(), once()]);
  },
  'refund a part, then the rest': async (shop, { number }, order) => {
    await refund(shop, order, { key: `refund-${number}-a`, amount: partOf(order) });
    await refund(shop, order, { key: `refund-${number}-b` });
  },
  complete,
  'replay the callback': async (shop, _plan, order) => {
    const ended = await shop.merchant.call(listCallbacks, { query: { order: order.id } });
    const callback = ended.kind === 'answered' ? ended.reply.data[0] : undefined;
    if (!callback) return;
    await shop.merchant.call(replayCallback, {
      params: { callbackId: callback.id },
      body: { order: order.id },
    });
  },
};
