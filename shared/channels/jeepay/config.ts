import { z } from 'zod';
import { type PaymentMethod, paymentMethodSchema } from '../../domain/channels/channel.ts';
import type { ChannelContext, CreateRequest } from '../channel.ts';
import { providerAddress } from '../wire/provider-address.ts';

const wayCode = z.string().regex(/^[A-Z0-9_]{1,32}$/, 'must be a wayCode such as ALI_QR');

export const jeepayConfigSchema = z.strictObject({
  /** The payment gateway's address. */
  gatewayUrl: providerAddress,
  /** Merchant number (商户号). */
  mchNo: z.string().trim().min(1).max(64),
  /** The application of that merchant (应用ID). */
  appId: z.string().trim().min(1).max(64),
  /** The gateway's word for a method on a device, where it is another than the usual one: `{"alipay.mobile": "ALI_WAP"}`. */
  wayCodes: z.record(z.string().regex(/^[a-z_0-9]+(\.[a-z]+)?$/), wayCode).optional(),
});
export type JeepayConfig = z.infer<typeof jeepayConfigSchema>;

export const jeepayCredentialsSchema = z.strictObject({
  /** The application's secret (应用私钥, appSecret): signs in both directions. */
  appSecret: z.string().trim().min(16).max(512),
});
export type JeepayCredentials = z.infer<typeof jeepayCredentialsSchema>;

export type JeepayContext = ChannelContext<JeepayConfig, JeepayCredentials>;

/**
 * Ways that need nothing of the buyer but what we know. WeChat's own browser would need the buyer's id there
 * (`WX_JSAPI`), so it gets the gateway's cashier, which finds it out.
 */
const WAY_CODES: Readonly<Record<string, string>> = {
  alipay: 'ALI_QR',
  'alipay.mobile': 'ALI_WAP',
  'alipay.alipay': 'ALI_WAP',
  wechat_pay: 'WX_NATIVE',
  'wechat_pay.mobile': 'WX_H5',
  'wechat_pay.wechat': 'QR_CASHIER',
};

/** The gateway's word for how this buyer pays; `undefined` when the account has none. */
export const wayCodeOf = (
  { wayCodes }: JeepayConfig,
  { method, device }: Pick<CreateRequest, 'method' | 'device'>,
): string | undefined => {
  const words = { ...WAY_CODES, ...wayCodes };
  return words[`${method}.${device}`] ?? words[method];
};

/** Methods that the account has a word for. */
export const methodsOf = ({ wayCodes }: JeepayConfig): PaymentMethod[] => {
  const named = new Set(
    Object.keys({ ...WAY_CODES, ...wayCodes }).map((name) => name.split('.')[0]),
  );
  return paymentMethodSchema.options.filter((method) => named.has(method));
};

export const configProblems = ({ wayCodes = {} }: JeepayConfig) =>
  Object.keys(wayCodes)
    .filter((name) => !paymentMethodSchema.safeParse(name.split('.')[0]).success)
    .map((name) => ({
      param: `config.wayCodes.${name}`,
      message: 'must begin with a method such as alipay, wechat_pay or unionpay',
    }));
