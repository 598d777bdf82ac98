import type { Name } from '../channels/channel-names.ts';
import type { Reason } from '../routing/explain/explain.ts';

/**
 * Why a way to pay that the shop has is not offered, in words for the buyer: what they can do about it, and nothing of
 * the shop's accounts, limits and rules. In the order in which they help: of several channels the first one speaks.
 */
export const UNAVAILABLE_REASONS = {
  blocked_in_wechat: {
    en: 'WeChat does not open it. Open this page in your browser to pay with it.',
    zh: '微信内无法打开。请在浏览器中打开本页后使用。',
  },
  blocked_in_alipay: {
    en: 'Alipay does not open it. Open this page in your browser to pay with it.',
    zh: '支付宝内无法打开。请在浏览器中打开本页后使用。',
  },
  needs_own_browser: {
    en: 'It does not work inside this app. Open this page in your browser.',
    zh: '当前应用内无法使用，请在浏览器中打开本页。',
  },
  needs_apple_device: {
    en: 'It needs Safari on an iPhone, an iPad or a Mac.',
    zh: '需要在 iPhone、iPad 或 Mac 的 Safari 中使用。',
  },
  not_on_this_device: {
    en: 'It does not work on this device. Open this page on another one.',
    zh: '不支持当前设备，请换用其他设备打开本页。',
  },
  under_maintenance: {
    en: 'It is under maintenance. Try again later.',
    zh: '维护中，请稍后再试。',
  },
  not_now: {
    en: 'It takes no payments at the moment. Try again later.',
    zh: '暂时不可用，请稍后再试。',
  },
  amount_not_taken: {
    en: 'It does not take this amount.',
    zh: '不支持此金额。',
  },
  not_on_this_page: {
    en: 'It does not work on this page.',
    zh: '本页面不支持。',
  },
  currency_not_taken: {
    en: 'It does not take this currency.',
    zh: '不支持该币种。',
  },
  not_for_this_order: {
    en: 'The shop does not take it for this order.',
    zh: '商家未对此订单开放。',
  },
} as const satisfies Readonly<Record<string, Name>>;

export type UnavailableCode = keyof typeof UNAVAILABLE_REASONS;

const CODES = Object.keys(UNAVAILABLE_REASONS) as UnavailableCode[];
const byUse = (a: UnavailableCode, b: UnavailableCode): number =>
  CODES.indexOf(a) - CODES.indexOf(b);

/** What the buyer hears of what routing found; what is not here says nothing to them. */
const HEARD: Readonly<Partial<Record<Reason['code'], UnavailableCode>>> = {
  device_not_supported: 'not_on_this_device',
  client_sdk_missing: 'not_on_this_page',
  maintenance_now: 'under_maintenance',
  maintenance_before_expiry: 'under_maintenance',
  amount_too_small: 'amount_not_taken',
  amount_too_large: 'amount_not_taken',
  issuer_limit_exceeded: 'amount_not_taken',
  daily_cap_exceeded: 'amount_not_taken',
  daily_cap_reached: 'not_now',
  contract_rate_reached: 'not_now',
  already_tried: 'not_now',
  upstream_failed: 'not_now',
  currency_not_supported: 'currency_not_taken',
  restricted: 'not_for_this_order',
  risk_too_high: 'not_for_this_order',
  rule_excludes: 'not_for_this_order',
  rule_restricts: 'not_for_this_order',
};

/**
 * Why none of a method's channels may be used. A channel has as many obstacles as it has, and the one that helps least
 * stands; of the channels, the nearest to working speaks.
 *
 * @param channels what routing found of each channel that has the method
 */
export const whyUnavailable = (channels: readonly (readonly Reason['code'][])[]): UnavailableCode =>
  channels
    .flatMap((found) => hardestOf(found) ?? [])
    .sort(byUse)
    .at(0) ?? 'not_now';

const hardestOf = (found: readonly Reason['code'][]): UnavailableCode | undefined =>
  found
    .flatMap((code) => HEARD[code] ?? [])
    .sort(byUse)
    .at(-1);
