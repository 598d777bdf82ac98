import type { CreateRequest } from '#shared/application/ports/channel-port.ts';
import type { ProviderHttp } from '#shared/application/ports/provider-http.ts';
import type { AlipayContext } from '#shared/channels/alipay/config.ts';
import { money } from '#shared/domain/money/money.ts';
import { AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { scriptedHttp } from '#test/channels/support/scripted-http.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { CONFIG, CREDENTIALS } from './provider-side.ts';

export const anAlipayContext = (
  change: Partial<AlipayContext> & { readonly http?: ProviderHttp } = {},
): AlipayContext => ({
  channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
  mode: 'test',
  config: CONFIG,
  credentials: CREDENTIALS,
  notifyUrl: 'https://callbacks.example.com/callbacks/alipay/ch_01k9gfm0c8e4ravxk1q3j7zw99',
  http: scriptedHttp(),
  leases: leasesInMemory(),
  now: NOW,
  ...change,
});

export const anOrder = (change: Partial<CreateRequest> = {}): CreateRequest => ({
  orderNumber: AN_ORDER_NUMBER,
  amount: money('CNY', 1000),
  method: 'alipay',
  device: 'desktop',
  subject: 'VIP会员 30 days',
  returnUrl: 'https://shop.example.com/checkout/abc/return',
  sharedReturn: { url: 'https://shop.example.com/checkout/return', state: 'abc' },
  buyerIp: '203.0.113.9',
  createdAt: NOW,
  expiresAt: new Date(NOW.getTime() + 900_000),
  ...change,
});
