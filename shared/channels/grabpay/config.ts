import { z } from 'zod';
import type { ChannelContext } from '../channel.ts';
import { providerAddress } from '../wire/provider-address.ts';

/** Where GrabPay takes payments, what in, and what differs there. Source: the official SDK's tables. */
export const COUNTRIES = {
  SG: { currency: 'SGD', scope: 'openid payment.one_time_charge', path: '/grabpay/partner/v2' },
  MY: { currency: 'MYR', scope: 'openid payment.one_time_charge', path: '/grabpay/partner/v2' },
  TH: { currency: 'THB', scope: 'openid payment.one_time_charge', path: '/grabpay/partner/v2' },
  PH: { currency: 'PHP', scope: 'openid payment.one_time_charge', path: '/grabpay/partner/v2' },
  VN: { currency: 'VND', scope: 'payment.vn.one_time_charge', path: '/mocapay/partner/v2' },
} as const;

const PRODUCTION = 'https://partner-api.grab.com';
const PRODUCTION_VN = 'https://partner-gw.moca.vn';

const id = z.string().trim().min(1).max(100);

export const grabpayConfigSchema = z.strictObject({
  country: z.enum(Object.keys(COUNTRIES) as [keyof typeof COUNTRIES]),
  partnerId: id,
  merchantId: id,
  clientId: id,
  /** Another address than the country's production host. */
  apiUrl: providerAddress.optional(),
});
export type GrabpayConfig = z.infer<typeof grabpayConfigSchema>;

const secret = z.string().trim().min(8).max(256);

export const grabpayCredentialsSchema = z.strictObject({
  /** Signs calls that belong to no buyer, and GrabPay's notifications. */
  partnerSecret: secret,
  /** Signs calls that bear a buyer's token. */
  clientSecret: secret,
});
export type GrabpayCredentials = z.infer<typeof grabpayCredentialsSchema>;

export type GrabpayContext = ChannelContext<GrabpayConfig, GrabpayCredentials>;

export const apiUrlOf = ({ apiUrl, country }: GrabpayConfig): string =>
  apiUrl ?? (country === 'VN' ? PRODUCTION_VN : PRODUCTION);
