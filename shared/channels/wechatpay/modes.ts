import type { ChannelCapabilities, Device } from '../../domain/channels/channel.ts';
import { capabilities } from './capabilities.ts';
import { ACCESS_MODES, type AccessMode, PRODUCTS, type Product } from './products.ts';

/** What an account of a kind can have at most. */
export interface ModeFacts {
  /** In words for people. */
  readonly name: string;
  /** A service provider (服务商) acts for a sub-merchant: other addresses, two merchant numbers. */
  readonly isPartner: boolean;
  readonly products: readonly Product[];
  /** Files that WeChat Pay makes for it. */
  readonly statements: readonly ('trade' | 'funds')[];
}

/**
 * Sources: wechatpay-apiv3/wechatpay-skills, 支付产品对比.md (准入条件汇总): sole traders have no H5, micro merchants neither
 * H5 nor app payments. A fund flow bill is the caller's own; a sub-merchant's is another, encrypted interface. Micro
 * merchants have no bill of their own (403 of `tradebill`).
 */
export const MODES: Readonly<Record<AccessMode, ModeFacts>> = {
  ordinary: {
    name: 'ordinary merchant (普通商户)',
    isPartner: false,
    products: PRODUCTS,
    statements: ['trade', 'funds'],
  },
  ordinary_individual: {
    name: 'ordinary merchant, sole trader (个体工商户)',
    isPartner: false,
    products: ['native', 'jsapi'],
    statements: ['trade', 'funds'],
  },
  partner: {
    name: 'sub-merchant of a service provider (特约商户)',
    isPartner: true,
    products: PRODUCTS,
    statements: ['trade'],
  },
  partner_individual: {
    name: 'sub-merchant of a service provider, sole trader (个体工商户)',
    isPartner: true,
    products: ['native', 'jsapi'],
    statements: ['trade'],
  },
  micro: {
    name: 'micro merchant (小微商户)',
    isPartner: true,
    products: ['native', 'jsapi'],
    statements: [],
  },
};

export const DEVICE_OF_PRODUCT: Readonly<Record<Product, Device>> = {
  native: 'desktop',
  h5: 'mobile',
  jsapi: 'wechat',
};

interface Settings {
  readonly accessMode: AccessMode;
  readonly products: readonly Product[];
}

/** The product that serves a buyer on this device, if the account has it. */
export const productFor = (
  { accessMode, products }: Settings,
  device: Device,
): Product | undefined =>
  MODES[accessMode].products.find(
    (product) => DEVICE_OF_PRODUCT[product] === device && products.includes(product),
  );

export const isPartner = ({ accessMode }: Pick<Settings, 'accessMode'>): boolean =>
  MODES[accessMode].isPartner;

/** What an account with these settings can do. */
export const capabilitiesOf = (settings: Settings): ChannelCapabilities => ({
  ...capabilities,
  accessModes: ACCESS_MODES.filter((mode) => mode === settings.accessMode),
  devices: capabilities.devices.filter((device) => productFor(settings, device) !== undefined),
  statement: MODES[settings.accessMode].statements.length > 0,
});
