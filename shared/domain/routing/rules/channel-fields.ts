import type { Field } from './field.ts';

/** More channels than a shop can have. */
const MAX_RANK = 1_000;

/**
 * Everything that the choice of channels (`channels`) can ask about a channel. Closed: no other word is understood.
 */
export const CHANNEL_FIELDS = {
  id: { type: 'text', unit: null, en: "The channel's id.", zh: '通道编号。' },
  provider: { type: 'text', unit: null, en: 'The kind of provider.', zh: '支付服务商。' },
  role: {
    type: 'text',
    unit: null,
    en: 'Main or backup.',
    zh: '主通道或备用通道。',
    values: ['main', 'backup'],
  },
  tags: {
    type: 'set',
    unit: null,
    en: 'Your own words for the channel, such as "bank" or "strict".',
    zh: '您给通道打的标签，如“bank”“strict”。',
  },
  fee: {
    type: 'number',
    unit: 'minor units',
    en: "This payment's fee in integer minor units.",
    zh: '本单手续费，以货币最小单位计。',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
  },
  fee_basis_points: {
    type: 'number',
    unit: 'basis points',
    en: "This payment's fee as a part of its amount: 100 is 1 %.",
    zh: '本单手续费占金额的比例，100 即 1%。',
    min: 0,
    max: 1_000_000,
  },
  fee_rank: {
    type: 'number',
    unit: 'rank',
    en: 'Rank by the fee for this payment: 1 is the cheapest of those that can take it.',
    zh: '本单可用通道中的费用名次，1 为最便宜。',
    min: 1,
    max: MAX_RANK,
  },
  success_rank: {
    type: 'number',
    unit: 'rank',
    en: 'Rank by recent success: 1 is the best of those that can take the payment.',
    zh: '本单可用通道中的近期成功率名次，1 为最高。',
    min: 1,
    max: MAX_RANK,
  },
  settlement_days: {
    type: 'number',
    unit: 'days',
    en: 'Days until the money is yours (T+n).',
    zh: '结算周期（T+n）天数。',
    min: 0,
    max: 365,
  },
  upstream: {
    type: 'text',
    unit: null,
    en: 'What stands behind it: channels with the same upstream fail together.',
    zh: '通道的上游；同一上游的通道会一起故障。',
  },
  preferred: {
    type: 'boolean',
    unit: null,
    en: 'Whether this buyer paid through it last.',
    zh: '是否为该买家上次使用的通道。',
  },
} as const satisfies Record<string, Field>;

export type ChannelField = keyof typeof CHANNEL_FIELDS;

export const CHANNEL_FIELD_NAMES = Object.keys(CHANNEL_FIELDS) as [ChannelField, ...ChannelField[]];
