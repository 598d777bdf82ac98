import { inject } from 'vitest';
import type { z } from 'zod';
import { connect } from '#infra/admin/connection.ts';
import type { ChannelSetup } from '#infra/local/providers/kit/simulation.ts';
import type { Demo } from '#infra/local/seed/demo-file.ts';
import { createApiKey } from '#shared/application/merchants/create-api-key.ts';
import { createMerchant } from '#shared/application/merchants/create-merchant.ts';
import { createChannel } from '#shared/contract/api/channels.ts';
import { updateCheckoutSettings } from '#shared/contract/api/checkout-settings.ts';
import { createClient } from '#shared/contract/client/client.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import type { Currency } from '#shared/domain/money/money.ts';
import { SANDBOX } from './order-something.ts';

interface Plan {
  /** What the sandbox takes, the first one first; the price tells it what to do. */
  readonly sandbox?: readonly PaymentMethod[];
  /** Accounts at other providers. */
  readonly channels?: readonly ChannelSetup[];
  readonly settings?: z.input<typeof updateCheckoutSettings.body>;
}

/** A shop of its own, so that its settings are nobody else's; in place of the demo shop wherever that is wanted. */
export const openShop = async (
  demo: Demo,
  { sandbox = [], channels = [], settings = {} }: Plan,
): Promise<Demo> => {
  const connection = connect({ outputs: undefined, stack: inject('stackFile') });
  const { id: merchantId } = await createMerchant(connection, { name: 'A shop of its own' });
  const { secret: apiKey } = await createApiKey(connection, {
    merchantId,
    mode: 'test',
    label: 'browser tests',
  });
  const client = createClient({ baseUrl: demo.baseUrl, apiKey });
  await client.call(updateCheckoutSettings, { body: settings });
  for (const [index, method] of sandbox.entries())
    await client.call(createChannel, {
      body: {
        ...SANDBOX,
        config: { account: `${merchantId} ${method}` },
        credentials: { key: crypto.randomUUID() },
        methods: [method],
        priority: index,
      },
    });
  for (const { methods, currency, config, credentials, ...setup } of channels)
    await client.call(createChannel, {
      body: {
        ...setup,
        currency: currency as Currency,
        config: { ...config },
        credentials: { ...credentials },
        priority: sandbox.length,
        ...(methods ? { methods: [...methods] as PaymentMethod[] } : {}),
      },
    });
  return { ...demo, apiKey, merchantId };
};
