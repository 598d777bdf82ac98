import { createAttempt } from '#shared/contract/api/checkout.ts';
import { createProduct, importCards, readStock } from '#shared/contract/api/delivery.ts';
import { createOrder } from '#shared/contract/api/orders.ts';
import { createClient } from '#shared/contract/client/client.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { Demo } from '../seed/demo-file.ts';
import { gatewayOf } from './gateway.ts';
import { watchOrder } from './watch-order.ts';

const CARDS = ['DEMO-7F3K-Q1', 'DEMO-9XWM-T4', 'DEMO-2BHC-V8'];
const PRICE_FEN = 990;

/**
 * One whole sale, told as it happens: product, cards, order, payment at a gateway that reports it twice, card.
 * @returns whether the buyer got exactly one card and the shop lost exactly one.
 */
export const sellOneCard = async (demo: Demo, print: (text: string) => void): Promise<boolean> => {
  const client = createClient({ baseUrl: demo.baseUrl, apiKey: demo.apiKey });

  const product = await client.call(createProduct, {
    body: { name: 'Music pass, one month', price_amount: PRICE_FEN, currency: 'CNY' },
  });
  const params = { productId: product.id };
  const { imported } = await client.call(importCards, { params, body: { cards: CARDS } });
  print(`product   ${product.id}  ${product.name}, 9.90 CNY, ${imported} cards imported`);

  const order = await client.call(createOrder, { body: { product: product.id } });
  print(`order     ${order.id}  ${order.checkout_url}`);
  const watch = watchOrder(client, order.id, print);
  await watch.showUntil(() => true);

  const token = order.checkout_url.slice(order.checkout_url.lastIndexOf('/') + 1);
  const { attempt } = await client.call(createAttempt, {
    params: { token },
    body: { method: 'alipay', device: 'mobile' },
  });
  if (!attempt) throw new Error('the checkout started no payment');
  const withAttempt = await watch.showUntil(({ attempts }) => attempts.length > 0);
  const gateway = gatewayOf(demo, withAttempt.attempts[0]?.channel ?? '');
  print(`pays      with Alipay at the gateway ${gateway.name} (${gateway.url})`);
  if (attempt.next_action?.kind === 'redirect') await fetch(attempt.next_action.url);

  const orderNumber = providerOrderNumberOf(attempt.id);
  await gateway.pay(orderNumber);
  const again = await gateway.notifyAgain(orderNumber);
  const delivered = await watch.showUntil(({ state }) => state === 'delivered');
  const [first] = await gateway.notifications(orderNumber);
  print(`callbacks first answered "${first?.reply}", second answered "${again.reply}"`);

  const cards = delivered.delivery?.cards.map(({ value }) => value) ?? [];
  const stock = await client.call(readStock, { params });
  print(`card      ${cards.join(', ')}`);
  print(`stock     ${stock.sold} sold, ${stock.available} left of ${imported}`);
  return (
    cards.length === 1 &&
    CARDS.includes(cards[0] ?? '') &&
    stock.sold === 1 &&
    stock.available === CARDS.length - 1
  );
};
