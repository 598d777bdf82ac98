import { formatDecimalAmount } from '../../domain/money/money.ts';
import type { CreateRequest } from '../channel.ts';
import type { AlipayConfig } from './config.ts';
import { PRODUCT_CALLS, type Product } from './products.ts';
import { wireSubject } from './subject.ts';
import { chinaTime } from './time.ts';

/** Alipay keeps an unpaid trade for 15 days at most. */
const MAX_LIFE_MILLIS = 15 * 86_400_000 - 60_000;

const GOODS_TYPES = { virtual: '0', physical: '1' } as const;

/**
 * The order as all four products take it. The same request gives the same text whenever it is sent: the end is an absolute
 * time (`time_expire`), because with `timeout_express` a repeated call would be another order.
 */
export const orderContent = (
  { goodsType = 'virtual', qrProductCode, disablePayChannels, serviceProviderId }: AlipayConfig,
  { orderNumber, amount, subject, returnUrl, createdAt, expiresAt }: CreateRequest,
  product: Product,
): Readonly<Record<string, unknown>> => ({
  out_trade_no: orderNumber,
  product_code:
    (product === 'qr' ? qrProductCode : undefined) ?? PRODUCT_CALLS[product].productCode,
  total_amount: formatDecimalAmount(amount),
  subject: wireSubject(subject, orderNumber),
  time_expire: chinaTime(
    new Date(Math.min(expiresAt.getTime(), createdAt.getTime() + MAX_LIFE_MILLIS)),
  ),
  // A code's order has no such field.
  ...(product === 'qr' ? {} : { goods_type: GOODS_TYPES[goodsType] }),
  ...(product === 'wap' ? { quit_url: returnUrl } : {}),
  ...(disablePayChannels ? { disable_pay_channels: disablePayChannels.join(',') } : {}),
  ...(serviceProviderId === undefined
    ? {}
    : { extend_params: { sys_service_provider_id: serviceProviderId } }),
});
