import type { CreateRequest } from '#shared/application/ports/channel-port.ts';
import type { ProviderHttp } from '#shared/application/ports/provider-http.ts';
import type { EpayConfig, EpayContext } from '#shared/channels/epay/config.ts';
import { money } from '#shared/domain/money/money.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { KEY, MERCHANT, PID, PLATFORM } from './epay-wire.ts';
import { scriptedHttp } from './scripted-http.ts';

export const ORDER_NUMBER = '01k9gfm0c8e4ravxk1q3j7zw01';

export const anEpayContext = (
  config: Partial<EpayConfig> = {},
  http: ProviderHttp = scriptedHttp(),
): EpayContext => ({
  channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
  mode: 'test',
  config: {
    gatewayUrl: 'https://pay.example.com/epay',
    pid: PID,
    protocol: 'v1',
    accessMode: 'api',
    ...config,
  },
  credentials: {
    key: KEY,
    merchantPrivateKey: MERCHANT.privateKey,
    platformPublicKey: PLATFORM.publicKey,
  },
  notifyUrl: 'https://callbacks.example.com/callbacks/epay/ch_01k9gfm0c8e4ravxk1q3j7zw99',
  http,
  leases: leasesInMemory(),
  now: new Date('2026-11-01T12:00:00.000Z'),
});

export const aCreateRequest = (change: Partial<CreateRequest> = {}): CreateRequest => ({
  orderNumber: ORDER_NUMBER,
  amount: money('CNY', 1000),
  method: 'alipay',
  device: 'desktop',
  subject: 'VIP会员',
  returnUrl: 'https://shop.example.com/checkout/abc/return',
  sharedReturn: { url: 'https://shop.example.com/checkout/return', state: 'abc' },
  buyerIp: '203.0.113.9',
  createdAt: new Date('2026-11-01T12:00:00.000Z'),
  expiresAt: new Date('2026-11-01T12:15:00.000Z'),
  ...change,
});
