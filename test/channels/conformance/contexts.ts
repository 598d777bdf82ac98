import type {
  ChannelContext,
  CreateRequest,
  PaymentReference,
  RefundRequest,
} from '#shared/application/ports/channel-port.ts';
import { money } from '#shared/domain/money/money.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { scriptedHttp } from '../support/scripted-http.ts';
import type { ConformanceSubject } from './subject.ts';

export const AN_ORDER_NUMBER = '01k9gfm0c8e4ravxk1q3j7zw01';
export const AN_ATTEMPT_ID = `att_${AN_ORDER_NUMBER}`;
/** `…` + 512 + 1: the order's first refund. */
export const A_REFUND_NUMBER = '01k9gfm0c8e4ravxk1q3j7zwg1';
export const A_REFUND_ID = `ref_${A_REFUND_NUMBER}`;
export const A_PROVIDER_REFERENCE = '20261101120000000001';
export const NOW = new Date('2026-11-01T12:00:00.000Z');

export const contextOf = (
  subject: ConformanceSubject,
  change: Partial<ChannelContext> = {},
): ChannelContext => ({
  channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
  mode: 'test',
  config: subject.config,
  credentials: subject.credentials,
  notifyUrl: `https://callbacks.example.com/callbacks/${subject.channel.provider}/ch_01k9gfm0c8e4ravxk1q3j7zw99`,
  http: scriptedHttp(),
  leases: subject.leases ?? leasesInMemory(),
  now: NOW,
  ...change,
});

export const createRequestOf = ({ request }: ConformanceSubject): CreateRequest => ({
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
  ...request,
});

export const paymentOf = (subject: ConformanceSubject): PaymentReference => {
  const { amount, method, device, createdAt, expiresAt } = createRequestOf(subject);
  return {
    orderNumber: AN_ORDER_NUMBER,
    providerReference: A_PROVIDER_REFERENCE,
    amount,
    method,
    device,
    createdAt,
    expiresAt,
    ...(subject.kept === undefined ? {} : { kept: subject.kept }),
  };
};

export const refundOf = (subject: ConformanceSubject): RefundRequest => {
  const payment = paymentOf(subject);
  return {
    ...payment,
    refundNumber: A_REFUND_NUMBER,
    refundAmount: payment.amount,
    refundCreatedAt: NOW,
    reason: 'buyer asked',
  };
};
