import { expect, test } from 'vitest';
import { paypal } from '#shared/channels/paypal/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { A_REFUND_NUMBER, AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { replyJson, scriptedHttp } from '../support/scripted-http.ts';

const order = replyJson({
  id: 'OURS',
  status: 'COMPLETED',
  purchase_units: [
    {
      custom_id: AN_ORDER_NUMBER,
      amount: { currency_code: 'USD', value: '10.00' },
      payments: {
        captures: [
          { id: 'CAP1', status: 'COMPLETED', amount: { currency_code: 'USD', value: '10.00' } },
        ],
      },
    },
  ],
});

test.each([
  [409, 'RESOURCE_CONFLICT'],
  [408, 'REQUEST_TIMEOUT'],
])('%i %s leaves open whether the money went back', async (status, name) => {
  const outcome = await paypal.refund?.(
    {
      channelId: 'ch_1',
      mode: 'test',
      config: { clientId: 'a-client-of-the-shop' },
      credentials: { clientSecret: 'a-client-secret', webhookId: '3RN13029J36659323' },
      notifyUrl: 'https://callbacks.example.com/callbacks/paypal/ch_1',
      http: scriptedHttp(
        replyJson({ access_token: 'an-access-token', expires_in: 32_400 }),
        order,
        replyJson({ name, message: name }, status),
      ),
      leases: leasesInMemory(),
      now: NOW,
    },
    {
      orderNumber: AN_ORDER_NUMBER,
      providerReference: 'OURS',
      amount: money('USD', 1000),
      method: 'paypal',
      device: 'desktop',
      createdAt: NOW,
      expiresAt: NOW,
      refundNumber: A_REFUND_NUMBER,
      refundAmount: money('USD', 1000),
      refundCreatedAt: NOW,
      reason: 'buyer asked',
    },
  );
  expect(outcome?.kind).toBe('unknown');
});
