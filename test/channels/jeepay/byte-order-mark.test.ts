import { expect, test } from 'vitest';
import { jeepay } from '#shared/channels/jeepay/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { replyText, scriptedHttp } from '../support/scripted-http.ts';

test('a byte order mark before a reply makes it unbelievable, and throws nothing', async () => {
  const outcome = await jeepay.query(
    {
      channelId: 'ch_1',
      mode: 'test',
      config: { gatewayUrl: 'https://pay.example.com', mchNo: 'M1', appId: 'A1' },
      credentials: { appSecret: 'a-secret-of-the-application' },
      notifyUrl: 'https://callbacks.example.com/callbacks/jeepay/ch_1',
      http: scriptedHttp(replyText('\uFEFF{"code":0,"data":{"state":2},"sign":"0"}')),
      leases: leasesInMemory(),
      now: NOW,
    },
    {
      orderNumber: AN_ORDER_NUMBER,
      amount: money('CNY', 1000),
      method: 'alipay',
      device: 'desktop',
      createdAt: NOW,
      expiresAt: NOW,
    },
  );
  expect(outcome.kind).toBe('unknown');
});
