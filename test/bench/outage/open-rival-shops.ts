import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { connect } from '#infra/admin/connection.ts';
import type { RunningStack } from '#infra/local/start-local-stack.ts';
import { createApiKey } from '#shared/application/merchants/create-api-key.ts';
import { freezeChannel } from '#shared/contract/api/channel-status.ts';
import { createChannel } from '#shared/contract/api/channels.ts';
import { createProduct, importCards } from '#shared/contract/api/delivery.ts';
import { updateRoutingSettings } from '#shared/contract/api/routing-settings.ts';
import { type Client, createClient } from '#shared/contract/client/client.ts';
import { type ShopName, setupOf, type TestGateway } from './gateways.ts';

export interface RivalShop {
  readonly name: ShopName;
  readonly client: Client;
  readonly productId: string;
}

const CARDS = 2_500;
const CARDS_A_BATCH = 500;

/** Two tenants with the same channels, product and price; only what decides about channels differs. */
export const openRivalShops = async (
  stack: RunningStack,
  directory: string,
  gateways: readonly TestGateway[],
): Promise<readonly RivalShop[]> => {
  const { demo, baseUrl } = stack;
  if (!demo) throw new Error('the stack has no demo shop');
  const connection = connect({ outputs: undefined, stack: join(directory, 'stack.json') });
  const { secret } = await createApiKey(connection, {
    merchantId: demo.merchantId,
    mode: 'live',
    label: 'outage',
  });
  const learned = createClient({ baseUrl, apiKey: demo.apiKey, retries: 3 });
  const fixed = createClient({ baseUrl, apiKey: secret, retries: 3 });
  for (const { channelId } of demo.simulators) {
    await learned.call(freezeChannel, { params: { channelId }, body: {} });
  }
  await fixed.call(updateRoutingSettings, { body: { strategy: 'fixed' } });
  return Promise.all([openShop('learned', learned, gateways), openShop('fixed', fixed, gateways)]);
};

const openShop = async (
  name: ShopName,
  client: Client,
  gateways: readonly TestGateway[],
): Promise<RivalShop> => {
  for (const [index, gateway] of gateways.entries()) {
    const { provider, config, credentials } = setupOf(gateway, name);
    await client.call(createChannel, {
      body: {
        provider,
        label: `gateway ${index + 1}`,
        methods: ['alipay'],
        priority: index + 1,
        upstream: `gateway-${index + 1}`,
        fee: { rate_basis_points: 60 },
        config: { ...config },
        credentials: { ...credentials },
      },
    });
  }
  const product = await client.call(createProduct, {
    body: { name: 'outage', price_amount: 990, currency: 'CNY' },
  });
  for (let batch = 0; batch < CARDS / CARDS_A_BATCH; batch += 1) {
    await client.call(importCards, {
      params: { productId: product.id },
      body: {
        batch_id: `outage-${batch}`,
        cards: Array.from({ length: CARDS_A_BATCH }, () =>
          randomBytes(10).toString('hex').toUpperCase(),
        ),
      },
    });
  }
  return { name, client, productId: product.id };
};
