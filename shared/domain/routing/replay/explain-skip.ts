import type { SkipReason } from './past-decision.ts';

const WORDS = {
  not_attempted: { en: 'Nobody began to pay.', zh: '买家未发起支付。' },
  not_logged: {
    en: 'How its channel was chosen was not recorded.',
    zh: '没有该订单的选路记录。',
  },
  not_first_choice: {
    en: 'The first choice had reached a limit, and the next one was used.',
    zh: '首选通道已达限额，实际使用了后备选择。',
  },
  still_open: { en: 'How it ends is not known yet.', zh: '支付结果尚未确定。' },
  channel_gone: { en: 'Its channel is no longer there.', zh: '当时使用的通道已不存在。' },
  no_channel_left: {
    en: 'None of the channels it could take then takes such a payment now.',
    zh: '当时可用的通道如今都不接此类支付。',
  },
} as const satisfies Record<SkipReason, { en: string; zh: string }>;

/** Why an order was left out, in words. */
export const explainSkip = (code: SkipReason) => ({ code, ...WORDS[code] });
