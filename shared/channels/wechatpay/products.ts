/** Ways to pay that WeChat Pay opens one by one (商户平台 → 产品中心). */
export const PRODUCTS = ['native', 'h5', 'jsapi'] as const;
export type Product = (typeof PRODUCTS)[number];

/** Kinds of accounts: what they may have is in `modes.ts`. */
export const ACCESS_MODES = [
  'ordinary',
  'ordinary_individual',
  'partner',
  'partner_individual',
  'micro',
] as const;
export type AccessMode = (typeof ACCESS_MODES)[number];
