import type { ChannelStatus, Device, PaymentMethod } from './channel.ts';

/** A word of the domain as people read it. */
export interface Name {
  readonly en: string;
  readonly zh: string;
}

export const METHOD_NAMES: Readonly<Record<PaymentMethod, Name>> = {
  alipay: { en: 'Alipay', zh: '支付宝' },
  wechat_pay: { en: 'WeChat Pay', zh: '微信支付' },
  qq_wallet: { en: 'QQ Wallet', zh: 'QQ钱包' },
  unionpay: { en: 'UnionPay', zh: '银联' },
  bank_gateway: { en: 'online banking', zh: '网银' },
  card: { en: 'card', zh: '银行卡' },
  apple_pay: { en: 'Apple Pay', zh: 'Apple Pay' },
  google_pay: { en: 'Google Pay', zh: 'Google Pay' },
  paypal: { en: 'PayPal', zh: 'PayPal' },
  grabpay: { en: 'GrabPay', zh: 'GrabPay' },
  usdt_trc20: { en: 'USDT (TRC20)', zh: 'USDT（TRC20）' },
  usdt_erc20: { en: 'USDT (ERC20)', zh: 'USDT（ERC20）' },
  usdt_bep20: { en: 'USDT (BEP20)', zh: 'USDT（BEP20）' },
  carrier_billing: { en: 'carrier billing', zh: '话费支付' },
};

export const DEVICE_NAMES: Readonly<Record<Device, Name>> = {
  desktop: { en: 'a desktop browser', zh: '电脑浏览器' },
  mobile: { en: 'a phone browser', zh: '手机浏览器' },
  wechat: { en: 'the browser inside WeChat', zh: '微信内置浏览器' },
  alipay: { en: 'the browser inside Alipay', zh: '支付宝内置浏览器' },
  app: { en: 'the shop’s own app', zh: '商家自有应用' },
};

export const STATUS_NAMES: Readonly<Record<ChannelStatus, Name>> = {
  enabled: { en: 'enabled', zh: '启用' },
  draining: { en: 'draining', zh: '停止接单（排空）' },
  frozen: { en: 'frozen', zh: '冻结' },
};
