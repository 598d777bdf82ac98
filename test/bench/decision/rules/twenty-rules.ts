import type { NeutralRule } from './neutral-rule.ts';

const BANK = { field: 'tags', op: 'has', value: 'bank' } as const;
const STRICT = { field: 'tags', op: 'has', value: 'strict' } as const;
const CHEAP = { field: 'fee_basis_points', op: 'lte', value: 150 } as const;
const FAST_MONEY = { field: 'settlement_days', op: 'lte', value: 1 } as const;
const SLOW_MONEY = { field: 'settlement_days', op: 'gte', value: 3 } as const;
const LAST_TIME = { field: 'preferred', op: 'eq', value: true } as const;

const WALLETS = ['alipay', 'wechat_pay', 'qq_wallet'] as const;
const BIG_BANKS = ['ICBC', 'CCB', 'ABC', 'BOC'] as const;
const COAST = ['CN-GD', 'CN-ZJ', 'CN-SH'] as const;
const GAMES = ['prd_game_30', 'prd_game_100', 'prd_game_300'] as const;
const NIGHT = [0, 1, 2, 3, 4, 5] as const;

const SMALL_AMOUNTS: readonly NeutralRule[] = [
  {
    id: 'small-on-phone',
    all: [
      ['amountMinor', 'below', 2_000],
      ['method', 'one_of', WALLETS],
      ['device', 'is_not', 'desktop'],
      ['riskLevel', 'is', 'low'],
    ],
    action: { action: 'prefer', channels: CHEAP },
  },
  {
    id: 'small-by-day',
    all: [
      ['amountMinor', 'between', [500, 5_000]],
      ['hour', 'between', [8, 20]],
      ['quantity', 'below', 3],
      ['riskLevel', 'is_not', 'high'],
    ],
    action: { action: 'weight', channels: CHEAP, percent: 0.5 },
  },
  {
    id: 'small-in-wechat',
    all: [
      ['amountMinor', 'below', 10_000],
      ['device', 'is', 'wechat'],
      ['method', 'is', 'wechat_pay'],
      ['returningBuyer', 'is', true],
    ],
    action: { action: 'prefer', channels: LAST_TIME },
  },
  {
    id: 'small-at-weekend',
    all: [
      ['weekday', 'one_of', [6, 7]],
      ['amountMinor', 'below', 3_000],
      ['region', 'one_of', COAST],
      ['riskLevel', 'is', 'low'],
    ],
    action: { action: 'weight', channels: SLOW_MONEY, percent: -0.3 },
  },
  {
    id: 'small-games',
    all: [
      ['product', 'one_of', GAMES],
      ['amountMinor', 'below', 8_000],
      ['quantity', 'is', 1],
      ['method', 'one_of', WALLETS],
    ],
    action: { action: 'weight', channels: CHEAP, percent: 0.4 },
  },
];

const LARGE_AMOUNTS: readonly NeutralRule[] = [
  {
    id: 'large-by-bank',
    all: [
      ['amountMinor', 'at_least', 50_000],
      ['issuer', 'one_of', BIG_BANKS],
      ['device', 'is', 'desktop'],
      ['riskLevel', 'is_not', 'high'],
    ],
    action: { action: 'prefer', channels: BANK },
  },
  {
    id: 'large-at-night',
    all: [
      ['amountMinor', 'at_least', 30_000],
      ['hour', 'one_of', NIGHT],
      ['returningBuyer', 'is', false],
      ['method', 'is_not', 'card'],
    ],
    action: { action: 'restrict_to', channels: STRICT },
  },
  {
    id: 'large-orders',
    all: [
      ['quantity', 'at_least', 5],
      ['amountMinor', 'at_least', 20_000],
      ['product', 'none_of', GAMES],
      ['riskLevel', 'is', 'low'],
    ],
    action: { action: 'weight', channels: FAST_MONEY, percent: 0.8 },
  },
  {
    id: 'large-cards',
    all: [
      ['method', 'is', 'card'],
      ['amountMinor', 'at_least', 10_000],
      ['issuer', 'none_of', BIG_BANKS],
      ['paidOrders', 'below', 2],
    ],
    action: { action: 'exclude', channels: SLOW_MONEY },
  },
  {
    id: 'large-on-workdays',
    all: [
      ['weekday', 'between', [1, 5]],
      ['hour', 'between', [9, 17]],
      ['amountMinor', 'at_least', 15_000],
      ['returningBuyer', 'is', true],
    ],
    action: { action: 'weight', channels: BANK, percent: 0.6 },
  },
];

const RISKS: readonly NeutralRule[] = [
  {
    id: 'high-risk-strangers',
    all: [
      ['riskLevel', 'is', 'high'],
      ['returningBuyer', 'is', false],
      ['amountMinor', 'at_least', 5_000],
      ['region', 'none_of', COAST],
    ],
    action: { action: 'restrict_to', channels: STRICT },
  },
  {
    id: 'risk-at-night',
    all: [
      ['riskLevel', 'one_of', ['medium', 'high']],
      ['hour', 'below', 6],
      ['device', 'one_of', ['desktop', 'mobile']],
      ['paidOrders', 'below', 3],
    ],
    action: { action: 'prefer', channels: STRICT },
  },
  {
    id: 'risky-games',
    all: [
      ['product', 'one_of', GAMES],
      ['riskLevel', 'is_not', 'low'],
      ['quantity', 'at_least', 2],
      ['amountMinor', 'at_least', 2_000],
    ],
    action: { action: 'weight', channels: SLOW_MONEY, percent: -1 },
  },
  {
    id: 'doubtful-bank',
    all: [
      ['issuer', 'is', 'SPDB'],
      ['method', 'one_of', ['card', 'unionpay']],
      ['riskLevel', 'one_of', ['medium', 'high']],
      ['amountMinor', 'between', [1_000, 100_000]],
    ],
    action: { action: 'exclude', channels: { field: 'tags', op: 'has', value: 'cards' } },
  },
  {
    id: 'many-cards-at-once',
    all: [
      ['quantity', 'at_least', 8],
      ['returningBuyer', 'is', false],
      ['riskLevel', 'is_not', 'low'],
      ['hour', 'at_least', 18],
    ],
    action: { action: 'prefer', channels: STRICT },
  },
];

const REGULARS: readonly NeutralRule[] = [
  {
    id: 'as-last-time',
    all: [
      ['returningBuyer', 'is', true],
      ['paidOrders', 'at_least', 3],
      ['riskLevel', 'is', 'low'],
      ['amountMinor', 'below', 100_000],
    ],
    action: { action: 'prefer', channels: LAST_TIME },
  },
  {
    id: 'regulars-of-the-coast',
    all: [
      ['region', 'one_of', COAST],
      ['paidOrders', 'between', [2, 20]],
      ['method', 'one_of', WALLETS],
      ['device', 'is_not', 'alipay'],
    ],
    action: { action: 'weight', channels: CHEAP, percent: 0.3 },
  },
  {
    id: 'first-evening',
    all: [
      ['paidOrders', 'is', 0],
      ['hour', 'between', [18, 23]],
      ['amountMinor', 'below', 20_000],
      ['method', 'is_not', 'card'],
    ],
    action: { action: 'weight', channels: FAST_MONEY, percent: 0.2 },
  },
  {
    id: 'split-of-alipay',
    all: [
      ['method', 'is', 'alipay'],
      ['weekday', 'one_of', [1, 3, 5]],
      ['riskLevel', 'is', 'low'],
      ['amountMinor', 'between', [1_000, 50_000]],
    ],
    action: {
      action: 'split',
      shares: [
        { channels: CHEAP, share: 70 },
        { channels: FAST_MONEY, share: 30 },
      ],
    },
  },
  {
    id: 'cheapest-of-unionpay',
    all: [
      ['method', 'is', 'unionpay'],
      ['issuer', 'one_of', BIG_BANKS],
      ['amountMinor', 'at_least', 3_000],
      ['riskLevel', 'is_not', 'high'],
    ],
    action: { action: 'prefer', channels: { field: 'fee_rank', op: 'eq', value: 1 } },
  },
];

/** What a shop of some size asks of its routing: twenty rules of four conditions each. */
export const TWENTY_RULES: readonly NeutralRule[] = [
  ...SMALL_AMOUNTS,
  ...LARGE_AMOUNTS,
  ...RISKS,
  ...REGULARS,
];
