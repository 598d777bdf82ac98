import { z } from 'zod';
import { createChannel } from '#shared/contract/api/channels.ts';
import { createProduct, importCards } from '#shared/contract/api/delivery.ts';
import { createOrder } from '#shared/contract/api/orders.ts';
import { ApiError } from '#shared/contract/client/api-error.ts';
import { type Client, createClient } from '#shared/contract/client/client.ts';
import { ENV } from '#shared/contract/environment.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import type { Currency } from '#shared/domain/money/money.ts';
import type { LocalStack } from '../local-stack.ts';
import type { ChannelSetup } from '../providers/kit/simulation.ts';
import { SIMULATIONS } from '../providers/registry.ts';
import { setDemoLook } from './demo-look.ts';
import type { ProviderSimulator } from './provider-simulators.ts';

const merchantSchema = z.object({ merchantId: z.string(), apiKey: z.string() });
const shelfSchema = z.object({ channelId: z.string(), productId: z.string() });

export const showcaseSchema = merchantSchema.extend({
  /** A page with a button for each channel. */
  url: z.string(),
  channels: z.array(
    shelfSchema.extend({
      /** The provider, and a number where one has several. */
      name: z.string(),
      provider: z.string(),
      label: z.string(),
      currency: z.string(),
      methods: z.array(z.string()),
      /** The provider's address; absent: nobody plays it. */
      simulatorUrl: z.string().optional(),
      /** An order that waits for payment, and can go through this channel only. */
      checkoutUrl: z.string(),
    }),
  ),
});
export type Showcase = z.infer<typeof showcaseSchema>;

/** The cheapest product in minor units, by currency, and how much dearer each further one is. */
const PRICES: Readonly<Record<string, { readonly first: number; readonly step: number }>> = {
  CNY: { first: 990, step: 100 },
  KRW: { first: 3_000, step: 100 },
  VND: { first: 50_000, step: 1_000 },
  USDT: { first: 2_000_000, step: 1_000_000 },
};
const PRICE = { first: 290, step: 100 };
const CARDS = 100;
const LONGEST_WAIT_SECONDS = 86_400;

const SANDBOX: ChannelSetup = {
  provider: 'sandbox',
  label: 'Sandbox',
  currency: 'CNY',
  config: { account: 'showcase' },
  credentials: { key: 'the showcase signs with this' },
};

interface Exhibit {
  readonly name: string;
  /** Of its product, in minor units. No other product has it, and the channel takes no other amount. */
  readonly price: number;
  readonly setup: ChannelSetup;
  readonly simulatorUrl?: string;
  /** The merchant at the simulator. */
  readonly simulatedMerchant?: string;
}

type Unpriced = Omit<Exhibit, 'price'>;

/**
 * A second merchant with every channel there is, each with a product that can be paid through it alone: to look at, and for
 * whole sales in tests. The demo shop is not touched by it. Every step is repeatable.
 */
export const openShowcase = async (
  stack: LocalStack,
  providers: readonly ProviderSimulator[],
): Promise<Omit<Showcase, 'url'>> => {
  const merchant = await showcaseMerchant(stack);
  const client = createClient({ baseUrl: stack.baseUrl, apiKey: merchant.apiKey });
  await setDemoLook(client);
  const exhibits = (await exhibitsOf(providers)).map(
    (exhibit, index): Exhibit => ({ ...exhibit, price: priceOf(exhibit.setup, index) }),
  );
  const shelves = new Map<string, z.infer<typeof shelfSchema>>();
  for (const exhibit of exhibits) {
    const shelf = await fillShelf(stack, client, exhibit);
    shelves.set(exhibit.name, shelf);
    await enterWebhook(stack, exhibit, shelf.channelId);
  }
  const channels: Showcase['channels'] = [];
  for (const { name, setup, simulatorUrl } of exhibits) {
    const shelf = shelves.get(name);
    if (!shelf) continue;
    channels.push({
      ...shelf,
      name,
      provider: setup.provider,
      label: setup.label,
      currency: setup.currency,
      methods: [...(setup.methods ?? [])],
      ...(simulatorUrl === undefined ? {} : { simulatorUrl }),
      checkoutUrl: await checkoutUrl(client, shelf.productId, name),
    });
  }
  return { ...merchant, channels };
};

const priceOf = ({ currency }: ChannelSetup, index: number): number => {
  const { first, step } = PRICES[currency] ?? PRICE;
  return first + index * step;
};

const exhibitsOf = async (simulators: readonly ProviderSimulator[]): Promise<Unpriced[]> => {
  const exhibits: Unpriced[] = [{ name: 'sandbox', setup: SANDBOX }];
  for (const { provider, port, keys } of simulators) {
    const simulation = await SIMULATIONS[provider]?.();
    const [merchant] = keys.merchants;
    if (!simulation || !merchant) continue;
    const simulatorUrl = `http://127.0.0.1:${port}`;
    const setups = simulation.channels(merchant, keys.platform, simulatorUrl);
    for (const [index, setup] of setups.entries())
      exhibits.push({
        name: index === 0 ? provider : `${provider}-${index + 1}`,
        setup,
        simulatorUrl,
        simulatedMerchant: merchant.id,
      });
  }
  return exhibits;
};

/** Some providers are told where to report in their console and not by every payment. */
const enterWebhook = async (
  { callbackBaseUrl }: LocalStack,
  { setup, simulatorUrl, simulatedMerchant }: Exhibit,
  channelId: string,
): Promise<void> => {
  if (!simulatorUrl || !simulatedMerchant) return;
  const webhookUrl = `${callbackBaseUrl}/callbacks/${setup.provider}/${channelId}`;
  const merchant = `${simulatorUrl}/control/merchants/${encodeURIComponent(simulatedMerchant)}`;
  await fetch(`${merchant}/behaviour`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ habits: { webhookUrl } }),
  });
};

const showcaseMerchant = async ({
  state,
  directory,
}: LocalStack): Promise<z.infer<typeof merchantSchema>> => {
  const known = state.read('showcase merchant');
  if (known !== undefined) return merchantSchema.parse(JSON.parse(known));
  const { createDemoMerchant } = await import('./create-demo-merchant.ts');
  const merchant = await createDemoMerchant(
    process.env[ENV.merchantsTable] ?? '',
    `file:${directory.sealingKey}`,
    'Every channel',
  );
  state.write('showcase merchant', JSON.stringify(merchant));
  return merchant;
};

const fillShelf = async (
  { state }: LocalStack,
  client: Client,
  { name, setup, price }: Exhibit,
): Promise<z.infer<typeof shelfSchema>> => {
  const known = state.read(`showcase ${name}`);
  if (known !== undefined) return shelfSchema.parse(JSON.parse(known));
  const product = await client.call(
    createProduct,
    {
      body: {
        name: `Membership, paid by ${setup.label}`,
        price_amount: price,
        currency: setup.currency as Currency,
      },
    },
    { idempotencyKey: `showcase-product-${name}` },
  );
  await stockUp(client, product.id, name, 'first');
  const channel = await client.call(
    createChannel,
    {
      body: {
        provider: setup.provider,
        label: setup.label,
        currency: setup.currency as Currency,
        upstream: name,
        min_amount: price,
        max_amount: price,
        ...(setup.methods ? { methods: [...setup.methods] as PaymentMethod[] } : {}),
        config: { ...setup.config },
        credentials: { ...setup.credentials },
      },
    },
    { idempotencyKey: `showcase-channel-${name}` },
  );
  const shelf = { channelId: channel.id, productId: product.id };
  state.write(`showcase ${name}`, JSON.stringify(shelf));
  return shelf;
};

const stockUp = (client: Client, productId: string, name: string, batch: string) =>
  client.call(
    importCards,
    {
      params: { productId },
      body: {
        batch_id: `showcase-${name}-${batch}`,
        cards: Array.from({ length: CARDS }, (_, index) =>
          `${name}-${batch}-${String(index + 1).padStart(4, '0')}`.toUpperCase(),
        ),
      },
    },
    { idempotencyKey: `showcase-cards-${name}-${batch}` },
  );

const checkoutUrl = async (client: Client, productId: string, name: string): Promise<string> => {
  const order = async () =>
    (
      await client.call(createOrder, {
        body: { product: productId, expires_in_seconds: LONGEST_WAIT_SECONDS },
      })
    ).checkout_url;
  try {
    return await order();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'out_of_stock') throw error;
    await stockUp(client, productId, name, String(Date.now()));
    return order();
  }
};
