import type { PaymentMethod } from '../channels/channel.ts';
import type { UnavailableCode } from './unavailable-reasons.ts';
import type { Visitor } from './visitor.ts';

/**
 * Why a way to pay cannot work where the visitor is, whatever channels the shop has; `undefined`: it can.
 *
 * The two big wallets do not open each other: WeChat stops Alipay's pages and Alipay stops WeChat's. Apple Pay needs
 * Apple's browser. Neither Apple's nor Google's button works in a browser inside those apps.
 */
export const walletLimit = (
  method: PaymentMethod,
  { device, browser }: Pick<Visitor, 'device' | 'browser'>,
): UnavailableCode | undefined => {
  if (method === 'alipay' && device === 'wechat') return 'blocked_in_wechat';
  if (method === 'wechat_pay' && device === 'alipay') return 'blocked_in_alipay';
  if (method !== 'apple_pay' && method !== 'google_pay') return undefined;
  if (device === 'wechat' || device === 'alipay') return 'needs_own_browser';
  // A shop's app brings its own button.
  if (device === 'app') return undefined;
  return method === 'apple_pay' && browser !== 'safari' ? 'needs_apple_device' : undefined;
};
