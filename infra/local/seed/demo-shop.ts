import { z } from 'zod';
import { createChannel } from '#shared/contract/api/channels.ts';
import { createProduct, importCards } from '#shared/contract/api/delivery.ts';
import { createOrder } from '#shared/contract/api/orders.ts';
import { ApiError } from '#shared/contract/client/api-error.ts';
import { type Client, createClient } from '#shared/contract/client/client.ts';
import { ENV } from '#shared/contract/environment.ts';
import type { LocalStack } from '../local-stack.ts';
import { setDemoLook } from './demo-look.ts';
import { channelSetupOf, type SimulatedAccount } from './simulated-accounts.ts';

const merchantSchema = z.object({ merchantId: z.string(), apiKey: z.string() });
type DemoMerchant = z.infer<typeof merchantSchema>;

const MERCHANT = 'demo merchant';
const CARDS_A_BATCH = 200;
const PRICE_FEN = 990;
/** As long as an order may wait: the printed link works all day. */
const LONGEST_WAIT_SECONDS = 86_400;

export interface DemoShop extends DemoMerchant {
  readonly productId: string;
  /** By the name of the simulated gateway. */
  readonly channelIds: ReadonlyMap<string, string>;
}

/**
 * The demo merchant with a product, cards and a channel for each simulated gateway. Made through the API as a
 * merchant would; every step is repeatable, so that a start that was cut off is finished by the next one.
 */
export const demoShop = async (
  stack: LocalStack,
  accounts: readonly SimulatedAccount[],
): Promise<DemoShop> => {
  const shopSchema = merchantSchema.extend({
    productId: z.string(),
    channels: z.record(z.string(), z.string()),
  });
  const known = stack.state.read('demo shop');
  if (known !== undefined) {
    const { channels, ...shop } = shopSchema.parse(JSON.parse(known));
    return { ...shop, channelIds: new Map(Object.entries(channels)) };
  }
  const merchant = await demoMerchant(stack);
  const client = createClient({ baseUrl: stack.baseUrl, apiKey: merchant.apiKey });
  const product = await client.call(
    createProduct,
    { body: { name: 'Game card, 30 days', price_amount: PRICE_FEN, currency: 'CNY' } },
    { idempotencyKey: 'demo-product' },
  );
  await importDemoCards(client, product.id, 'demo-1');
  await setDemoLook(client);
  const channelIds = new Map<string, string>();
  for (const [index, account] of accounts.entries()) {
    channelIds.set(account.name, await addChannel(client, account, index));
  }
  const shop = { ...merchant, productId: product.id, channelIds };
  stack.state.write(
    'demo shop',
    JSON.stringify({ ...shop, channels: Object.fromEntries(channelIds) }),
  );
  return shop;
};

const demoMerchant = async ({ state, directory }: LocalStack): Promise<DemoMerchant> => {
  const known = state.read(MERCHANT);
  if (known !== undefined) return merchantSchema.parse(JSON.parse(known));
  // Loads the AWS SDK once more, which later starts do not need.
  const { createDemoMerchant } = await import('./create-demo-merchant.ts');
  const merchant = await createDemoMerchant(
    process.env[ENV.merchantsTable] ?? '',
    `file:${directory.sealingKey}`,
  );
  state.write(MERCHANT, JSON.stringify(merchant));
  return merchant;
};

const importDemoCards = async (client: Client, productId: string, batchId: string) => {
  const cards = Array.from(
    { length: CARDS_A_BATCH },
    (_, index) => `${batchId.toUpperCase()}-${String(index + 1).padStart(4, '0')}`,
  );
  await client.call(
    importCards,
    { params: { productId }, body: { batch_id: batchId, cards } },
    { idempotencyKey: batchId },
  );
};

const addChannel = async (
  client: Client,
  account: SimulatedAccount,
  index: number,
): Promise<string> => {
  const { provider, label, config, credentials } = channelSetupOf(account);
  const { name } = account;
  const channel = await client.call(
    createChannel,
    {
      body: {
        provider,
        label,
        role: index === 2 ? 'backup' : 'main',
        upstream: name,
        config: { ...config },
        credentials: { ...credentials },
      },
    },
    { idempotencyKey: `demo-channel-${name}` },
  );
  return channel.id;
};

/** A checkout link that waits for a buyer. Sold out, the shop is stocked up first. */
export const demoCheckoutUrl = async (baseUrl: string, shop: DemoShop): Promise<string> => {
  const client = createClient({ baseUrl, apiKey: shop.apiKey });
  const order = () =>
    client.call(createOrder, {
      body: { product: shop.productId, expires_in_seconds: LONGEST_WAIT_SECONDS },
    });
  try {
    return (await order()).checkout_url;
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'out_of_stock') throw error;
    await importDemoCards(client, shop.productId, `demo-${Date.now()}`);
    return (await order()).checkout_url;
  }
};
