import type { CreateRequest, StepRequest } from '#shared/application/ports/channel-port.ts';
import type { ProviderHttp } from '#shared/application/ports/provider-http.ts';
import type { WechatPayContext } from '#shared/channels/wechatpay/config.ts';
import { money } from '#shared/domain/money/money.ts';
import { AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { scriptedHttp } from '#test/channels/support/scripted-http.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { CONFIG, CREDENTIALS } from './provider-side.ts';

export const aContext = ({
  config = {},
  credentials = {},
  http = scriptedHttp(),
  now = NOW,
}: {
  config?: Partial<WechatPayContext['config']>;
  credentials?: Partial<WechatPayContext['credentials']>;
  http?: ProviderHttp;
  now?: Date;
} = {}): WechatPayContext => ({
  channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
  mode: 'test',
  config: { ...CONFIG, ...config },
  credentials: { ...CREDENTIALS, ...credentials },
  notifyUrl: 'https://callbacks.example.com/callbacks/wechatpay/ch_01k9gfm0c8e4ravxk1q3j7zw99',
  http,
  leases: leasesInMemory(),
  now,
});

export const aRequest = (change: Partial<CreateRequest> = {}): CreateRequest => ({
  orderNumber: AN_ORDER_NUMBER,
  amount: money('CNY', 1000),
  method: 'wechat_pay',
  device: 'desktop',
  subject: 'VIP会员 30 days',
  returnUrl: 'https://shop.example.com/checkout/abc/return?lang=zh',
  sharedReturn: { url: 'https://shop.example.com/checkout/return', state: 'abc' },
  buyerIp: '203.0.113.9',
  createdAt: NOW,
  expiresAt: new Date(NOW.getTime() + 900_000),
  ...change,
});

export const aPayment = (change: Partial<StepRequest> = {}): StepRequest => ({
  ...aRequest(),
  ...change,
});
