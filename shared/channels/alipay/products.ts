import type { Device } from '../../domain/channels/channel.ts';

/**
 * Alipay's products, each with a contract of its own: 电脑网站支付, 手机网站支付, 当面付 or 订单码支付 (a QR code), and
 * APP支付.
 */
export const PRODUCTS = ['page', 'wap', 'qr', 'app'] as const;
export type Product = (typeof PRODUCTS)[number];

/** The call of each product, and the product code that the contract names. Source: the official SDKs' models. */
export const PRODUCT_CALLS: Readonly<Record<Product, { method: string; productCode: string }>> = {
  page: { method: 'alipay.trade.page.pay', productCode: 'FAST_INSTANT_TRADE_PAY' },
  wap: { method: 'alipay.trade.wap.pay', productCode: 'QUICK_WAP_WAY' },
  qr: { method: 'alipay.trade.precreate', productCode: 'FACE_TO_FACE_PAYMENT' },
  app: { method: 'alipay.trade.app.pay', productCode: 'QUICK_MSECURITY_PAY' },
};

/**
 * What works on a device, best first. WeChat's browser opens no page of Alipay's. A phone without 手机网站支付 gets the
 * code with its link: the checkout page offers both.
 */
const BY_DEVICE: Readonly<Record<Device, readonly Product[]>> = {
  desktop: ['page', 'qr'],
  mobile: ['wap', 'qr'],
  alipay: ['wap', 'qr'],
  app: ['app'],
  wechat: [],
};

export interface ContractedProducts {
  readonly products: readonly Product[];
  /** A desktop gets the code although it could get the page. */
  readonly preferQr?: boolean | undefined;
}

/** How a buyer on that device pays; `undefined`: the contract has nothing for it. */
export const productFor = (
  { products, preferQr = false }: ContractedProducts,
  device: Device,
): Product | undefined =>
  device === 'desktop' && preferQr && products.includes('qr')
    ? 'qr'
    : BY_DEVICE[device].find((product) => products.includes(product));

/** The devices that the contract serves. */
export const devicesOf = (contract: ContractedProducts): Device[] =>
  (Object.keys(BY_DEVICE) as Device[]).filter((device) => productFor(contract, device));
