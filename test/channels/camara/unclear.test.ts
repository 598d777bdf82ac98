import { expect, test } from 'vitest';
import { camara } from '#shared/channels/camara/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { replyJson, scriptedHttp } from '../support/scripted-http.ts';

test.each([408, 425])(
  'HTTP %i leaves open whether a payment in one step was charged',
  async (status) => {
    const outcome = await camara.create(
      {
        channelId: 'ch_1',
        mode: 'test',
        config: {
          apiRoot: 'https://api.operator.example',
          tokenUrl: 'https://api.operator.example/token',
          clientId: 'a-client',
          currency: 'EUR',
          accessMode: 'one_step',
        },
        credentials: { clientSecret: 'a-client-secret', notificationKey: 'a-key-of-our-own-1234' },
        notifyUrl: 'https://callbacks.example.com/callbacks/camara/ch_1',
        http: scriptedHttp(
          replyJson({ access_token: 'an-access-token', expires_in: 3600 }),
          replyJson({ status, code: 'TIMEOUT', message: 'the backend did not answer' }, status),
        ),
        leases: leasesInMemory(),
        now: NOW,
      },
      {
        orderNumber: AN_ORDER_NUMBER,
        amount: money('EUR', 500),
        method: 'carrier_billing',
        device: 'mobile',
        subject: 'VIP',
        returnUrl: 'https://shop.example.com/return',
        sharedReturn: { url: 'https://shop.example.com/return', state: 'abc' },
        buyerIp: '203.0.113.9',
        phone: '+34671999000',
        createdAt: NOW,
        expiresAt: new Date(NOW.getTime() + 900_000),
      },
    );
    expect(outcome.kind).toBe('unknown');
  },
);
