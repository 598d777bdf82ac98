import type { Name } from '../channels/channel-names.ts';

/**
 * What spoke for or against a way to pay, in words that a buyer may read: nothing of the shop's fees, figures and
 * accounts. One without both languages does not compile.
 */
export const RANKING_REASONS = {
  this_app: { en: 'It belongs to the app you are in.', zh: '当前应用内可直接支付。' },
  paid_before: { en: 'You paid with it last time.', zh: '您上次用它付款。' },
  paid_here_before: {
    en: 'The last payment on this device was made with it.',
    zh: '本设备上次用它付款。',
  },
  device_wallet: {
    en: 'It is part of your device: one touch pays.',
    zh: '设备自带，一键支付。',
  },
  scan_with_phone: {
    en: 'A code appears here, and your phone pays.',
    zh: '本页显示二维码，手机扫码即付。',
  },
  common_here: { en: 'It is common where you are.', zh: '您所在地区常用。' },
  uncommon_here: { en: 'Few people have it where you are.', zh: '您所在地区较少使用。' },
  shop_first: { en: 'The shop puts it first.', zh: '商家首选。' },
  shop_order: { en: 'The shop puts others before it.', zh: '按商家设定的顺序排列。' },
  less_reliable: {
    en: 'Payments with it fail more often than with others.',
    zh: '成功率低于其他方式。',
  },
  impaired_now: {
    en: 'Payments with it fail more often than usual at the moment.',
    zh: '当前成功率低于平时。',
  },
  broken_now: { en: 'Payments with it fail at the moment.', zh: '当前大多支付失败。' },
  slower: { en: 'It takes longer than others.', zh: '到账较慢。' },
  failed_for_order: { en: 'It did not work for this order.', zh: '本订单用它支付未成功。' },
  may_fail_too: {
    en: 'What failed for this order may fail here too.',
    zh: '本订单此前的失败原因可能同样存在。',
  },
  more_effort: {
    en: 'It takes more steps than other ways to pay.',
    zh: '步骤比其他方式多。',
  },
} as const satisfies Readonly<Record<string, Name>>;

export type RankingCode = keyof typeof RANKING_REASONS;
