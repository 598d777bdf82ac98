import type { CreateRequest } from '../channel.ts';
import { accountFields } from './account.ts';
import { call, type Reply } from './client.ts';
import type { WechatPayContext } from './config.ts';
import { orderDescription } from './order-description.ts';
import { ordersPath } from './order-path.ts';
import type { Product } from './products.ts';

/** What every order is made of. */
export type OrderRequest = Pick<
  CreateRequest,
  'orderNumber' | 'amount' | 'subject' | 'buyerIp' | 'expiresAt'
>;

/**
 * Makes an order. The same number with the same parameters is the same order, so nothing here may differ from one call to
 * the next.
 *
 * @param more what the product needs beside that
 */
export const prepay = (
  context: WechatPayContext,
  product: Product,
  request: OrderRequest,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Reply> => {
  const { config, notifyUrl } = context;
  return call(context, {
    method: 'POST',
    path: `${ordersPath(config)}/${product}`,
    body: {
      ...accountFields(config),
      description: orderDescription(request.subject, request.orderNumber),
      out_trade_no: request.orderNumber,
      time_expire: beijingTime(request.expiresAt),
      notify_url: notifyUrl,
      amount: { total: Number(request.amount.minor), currency: 'CNY' },
      ...more,
    },
  });
};

const BEIJING_AHEAD_MILLIS = 8 * 3_600_000;

/** `2026-11-01T20:15:00+08:00` */
const beijingTime = (date: Date): string =>
  `${new Date(date.getTime() + BEIJING_AHEAD_MILLIS).toISOString().slice(0, 19)}+08:00`;
