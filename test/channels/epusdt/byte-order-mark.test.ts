import { expect, test } from 'vitest';
import { epusdt } from '#shared/channels/epusdt/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { replyText, scriptedHttp } from '../support/scripted-http.ts';

test('a byte order mark before a reply makes it unbelievable, and throws nothing', async () => {
  const outcome = await epusdt.query(
    {
      channelId: 'ch_1',
      mode: 'test',
      config: { gatewayUrl: 'https://pay.example.com', dialect: 'bepusdt' },
      credentials: { apiToken: 'a-token-of-the-gateway' },
      notifyUrl: 'https://callbacks.example.com/callbacks/epusdt/ch_1',
      http: scriptedHttp(
        replyText('\uFEFF{"status_code":200,"data":{"trade_id":"T1","status":2}}'),
      ),
      leases: leasesInMemory(),
      now: NOW,
    },
    {
      orderNumber: AN_ORDER_NUMBER,
      providerReference: 'T1',
      amount: money('CNY', 1000),
      method: 'usdt_trc20',
      device: 'desktop',
      createdAt: NOW,
      expiresAt: NOW,
    },
  );
  expect(outcome.kind).toBe('unknown');
});
