import type { PaymentMethod } from '../channels/channel.ts';
import type { Visitor } from './visitor.ts';

/** How well a way to pay fits where a visitor is: what people there have, what they rarely have, and what says nothing. */
export type Fit = 'at_home' | 'neutral' | 'foreign';

interface Region {
  readonly atHome: readonly PaymentMethod[];
  readonly foreign: readonly PaymentMethod[];
}

const MAINLAND: Region = {
  atHome: ['alipay', 'wechat_pay', 'unionpay', 'qq_wallet', 'bank_gateway'],
  foreign: ['card', 'paypal', 'google_pay', 'grabpay'],
};
/** Cards and phones' wallets, and the big Chinese wallets as well. */
const GREATER_CHINA: Region = {
  atHome: ['card', 'apple_pay', 'google_pay', 'alipay', 'wechat_pay', 'unionpay'],
  foreign: ['qq_wallet', 'bank_gateway', 'grabpay'],
};
const SOUTH_EAST_ASIA: Region = {
  atHome: ['grabpay', 'card', 'google_pay', 'apple_pay'],
  foreign: ['alipay', 'wechat_pay', 'qq_wallet', 'bank_gateway', 'unionpay'],
};
const ELSEWHERE: Region = {
  atHome: ['card', 'paypal', 'apple_pay', 'google_pay'],
  foreign: ['alipay', 'wechat_pay', 'qq_wallet', 'unionpay', 'bank_gateway', 'grabpay'],
};

const REGIONS: Readonly<Record<string, Region>> = {
  CN: MAINLAND,
  HK: GREATER_CHINA,
  MO: GREATER_CHINA,
  TW: GREATER_CHINA,
  SG: SOUTH_EAST_ASIA,
  MY: SOUTH_EAST_ASIA,
  PH: SOUTH_EAST_ASIA,
  TH: SOUTH_EAST_ASIA,
  VN: SOUTH_EAST_ASIA,
  ID: SOUTH_EAST_ASIA,
};

/**
 * By country, else by language. Whoever reads Chinese abroad may well have the wallets of the mainland: those are not
 * foreign to them.
 */
export const regionalFit = (
  method: PaymentMethod,
  { country, language }: Pick<Visitor, 'country' | 'language'>,
): Fit => {
  const region = regionOf(country, language);
  if (!region) return 'neutral';
  if (region.atHome.includes(method)) return 'at_home';
  if (!region.foreign.includes(method)) return 'neutral';
  return language === 'zh' && MAINLAND.atHome.includes(method) ? 'neutral' : 'foreign';
};

const regionOf = (
  country: Visitor['country'],
  language: Visitor['language'],
): Region | undefined => {
  if (country !== undefined) return REGIONS[country] ?? ELSEWHERE;
  if (language === undefined) return undefined;
  return language === 'zh' ? MAINLAND : ELSEWHERE;
};
