import { randomBytes } from 'node:crypto';
import { connect } from '#infra/admin/connection.ts';
import type { EpayKeys } from '#infra/local/providers/epay/account.ts';
import type { Simulator } from '#infra/local/providers/kit/start-simulator.ts';
import type { RunningStack } from '#infra/local/start-local-stack.ts';
import { createApiKey } from '#shared/application/merchants/create-api-key.ts';
import { createMerchant } from '#shared/application/merchants/create-merchant.ts';
import { createChannel } from '#shared/contract/api/channels.ts';
import { createProduct, importCards } from '#shared/contract/api/delivery.ts';
import { writeRoutingRules } from '#shared/contract/api/routing-rules.ts';
import { type Client, createClient } from '#shared/contract/client/client.ts';
import { EXAMPLE_RULES } from '#shared/domain/routing/rules/example-rules.ts';

export interface StepShop {
  readonly client: Client;
  readonly productId: string;
}

const CARDS_A_BATCH = 500;
/** Buyers pay so long after they got a link, and most of them do. */
const PAYING = { autoPayAfterMillis: 300, successRate: 0.85 };

/** A shop with a channel at every gateway, the example rules, and cards. */
export const openStepShop = async (options: {
  readonly stack: RunningStack;
  readonly stackFile: string;
  readonly gateways: readonly Simulator<EpayKeys>[];
  readonly cards: number;
}): Promise<StepShop> => {
  const connection = connect({ outputs: undefined, stack: options.stackFile });
  const { id: merchantId } = await createMerchant(connection, { name: 'routing step' });
  const { secret } = await createApiKey(connection, { merchantId, mode: 'test', label: 'bench' });
  const client = createClient({ baseUrl: options.stack.baseUrl, apiKey: secret, retries: 3 });
  for (const [index, gateway] of options.gateways.entries()) {
    const { id: pid, keys } = gateway.addMerchant(PAYING);
    await client.call(createChannel, {
      body: {
        provider: 'epay',
        label: `gateway ${index + 1}`,
        methods: ['alipay', 'wechat_pay'],
        upstream: `gateway-${index + 1}`,
        // At night the example rules take no other.
        tags: ['strict'],
        fee: { rate_basis_points: 40 + 10 * index },
        config: { gatewayUrl: `${gateway.url}/`, pid, protocol: 'v1', accessMode: 'api' },
        credentials: { key: keys.key },
      },
    });
  }
  await client.call(writeRoutingRules, { body: { rules: [...EXAMPLE_RULES] } });
  return { client, productId: await stockedProduct(client, options.cards) };
};

const stockedProduct = async (client: Client, cards: number): Promise<string> => {
  const product = await client.call(createProduct, {
    body: { name: 'routing step', price_amount: 990, currency: 'CNY' },
  });
  for (let left = cards, batch = 1; left > 0; left -= CARDS_A_BATCH, batch += 1) {
    const values = Array.from({ length: Math.min(left, CARDS_A_BATCH) }, () =>
      randomBytes(10).toString('hex').toUpperCase(),
    );
    await client.call(importCards, {
      params: { productId: product.id },
      body: { batch_id: `batch-${batch}`, cards: values },
    });
  }
  return product.id;
};
