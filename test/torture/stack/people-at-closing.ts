import { listOrders, resolveOrder } from '#shared/contract/api/orders.ts';
import { createRefund, listRefunds, resolveRefund } from '#shared/contract/api/refunds.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { drawOf } from './draw.ts';
import type { Shop } from './shop.ts';

const PAGE = 100;
const BY = { actor: 'Lin', reason: 'looked into it after closing' };

/** The shop's people answer some of the questions that are open; the others stay open. */
export const answerQuestions = async (shop: Shop, seed: number): Promise<void> => {
  await answerOrders(shop, seed);
  await answerRefunds(shop, seed);
};

const answerOrders = async (shop: Shop, seed: number): Promise<void> => {
  const draw = drawOf(seed, -2);
  for (const id of await questionedOrders(shop)) {
    const params = { orderId: id };
    switch (draw.oneOf(['leave', 'refund', 'cancel', 'keep'] as const)) {
      case 'leave':
        break;
      case 'refund':
        await shop.merchant.call(
          createRefund,
          { body: { order: id, ...BY } },
          { key: `closing-${id}` },
        );
        break;
      case 'cancel':
        await shop.merchant.call(resolveOrder, { params, body: { outcome: 'cancel', ...BY } });
        break;
      case 'keep':
        await shop.merchant.call(resolveOrder, { params, body: { outcome: 'keep', ...BY } });
    }
  }
};

const questionedOrders = async (shop: Shop): Promise<string[]> => {
  const found: string[] = [];
  for (let after: string | undefined; ; ) {
    const ended = await shop.merchant.call(listOrders, {
      query: { limit: PAGE, starting_after: after },
    });
    const { data, has_more } =
      ended.kind === 'answered' ? ended.reply : { data: [], has_more: false };
    found.push(...data.flatMap(({ id, review }) => (review ? [id] : [])));
    after = data.at(-1)?.id;
    if (!has_more || after === undefined) return found;
  }
};

/** Where a gateway cannot be asked what became of a refund, its own console tells. */
const answerRefunds = async (shop: Shop, seed: number): Promise<void> => {
  const draw = drawOf(seed, -3);
  const ended = await shop.merchant.call(listRefunds, { query: { limit: PAGE } });
  const unknown =
    ended.kind === 'answered' ? ended.reply.data.filter(({ state }) => state === 'unknown') : [];
  for (const { id, attempt, channel, amount } of unknown) {
    if (draw.chance(0.5)) continue;
    const order = await shop.gateways.read(channel, providerOrderNumberOf(attempt));
    // The others are asked about once more.
    if (order?.extra.protocol !== 'v1') continue;
    const happened = order.refunds.some(({ minor }) => minor === amount);
    await shop.merchant.call(resolveRefund, {
      params: { refundId: id },
      body: { outcome: happened ? 'succeeded' : 'failed', ...BY },
    });
  }
};
