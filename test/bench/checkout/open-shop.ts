import { randomBytes } from 'node:crypto';
import type { RunningStack } from '#infra/local/start-local-stack.ts';
import { asOwner, type BenchShop } from './sale.ts';

/** One product with enough cards, and one epay account whose notifications the bench signs itself. */
export const openShop = async (stack: RunningStack, cards: number): Promise<BenchShop> => {
  const { demo } = stack;
  if (!demo) throw new Error('the stack has no demo shop');
  const access = { baseUrl: stack.baseUrl, apiKey: demo.apiKey };
  for (const { channelId } of demo.simulators)
    await asOwner(access, 'POST', `/v1/channels/${channelId}/freeze`, 200, {});
  const pid = '7001';
  const key = randomBytes(16).toString('hex');
  const channel = await asOwner(access, 'POST', '/v1/channels', 201, {
    provider: 'epay',
    label: 'bench',
    methods: ['alipay'],
    currency: 'CNY',
    config: { gatewayUrl: 'http://127.0.0.1:9', pid, protocol: 'v1', accessMode: 'page' },
    credentials: { key },
  });
  const product = await asOwner(access, 'POST', '/v1/products', 201, {
    name: 'bench',
    price_amount: 990,
    currency: 'CNY',
    card_kind: 'unique',
    low_stock_threshold: 0,
  });
  const values = Array.from({ length: cards }, () => randomBytes(12).toString('hex').toUpperCase());
  await asOwner(access, 'POST', `/v1/products/${product.id}/cards`, 201, {
    batch_id: 'bench',
    cards: values,
  });
  return {
    ...access,
    callbackBaseUrl: stack.callbackBaseUrl,
    productId: product.id,
    channelId: channel.id,
    pid,
    key,
  };
};
