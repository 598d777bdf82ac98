import type { WechatPayConfig } from './config.ts';
import { isPartner } from './modes.ts';

/** Where orders are made: `v3/pay/transactions`, or the same with `partner`. */
export const ordersPath = (config: WechatPayConfig): string =>
  isPartner(config) ? 'v3/pay/partner/transactions' : 'v3/pay/transactions';

/** Where one of our orders is asked about and closed. */
export const orderPath = (config: WechatPayConfig, orderNumber: string): string =>
  `${ordersPath(config)}/out-trade-no/${encodeURIComponent(orderNumber)}`;
