import type { Device, PaymentMethod } from '#shared/domain/channels/channel.ts';
import { money } from '#shared/domain/money/money.ts';
import type { RoutingRequest } from '#shared/domain/routing/candidate.ts';
import type { PaymentFacts } from '#shared/domain/routing/rules/facts.ts';
import { channelId } from '#test/support/an-account.ts';
import { seededRandom } from '#test/support/seeded-random.ts';

/** When all payments of the bench happen: a Sunday evening. */
export const NOW = new Date('2026-03-01T12:00:00Z');
const EXPIRES_AT = new Date('2026-03-01T12:15:00Z');

export const METHODS = [
  'alipay',
  'wechat_pay',
  'card',
  'unionpay',
] as const satisfies PaymentMethod[];
const DEVICES = ['mobile', 'desktop', 'wechat', 'alipay'] as const satisfies Device[];
const RISKS = ['low', 'low', 'low', 'medium', 'medium', 'high'] as const;
export const ISSUERS = ['ICBC', 'CCB', 'CMB', 'ABC', 'BOC', 'SPDB', ''] as const;
const REGIONS = ['CN-GD', 'CN-ZJ', 'CN-SH', 'CN-SC', 'CN-HN', 'CN-BJ'] as const;
const PRODUCTS = [
  'prd_game_30',
  'prd_game_100',
  'prd_game_300',
  'prd_vpn_year',
  'prd_office',
] as const;
const QUANTITIES = [1, 1, 1, 1, 2, 3, 5, 10] as const;

/** One payment in the two forms that are compared: as rules see it, and as the whole decision gets it. */
export interface BenchPayment {
  readonly facts: PaymentFacts;
  readonly request: RoutingRequest;
}

/** Random payments, the same for the same seed; amounts from 1 to 2,000 yuan, small ones more often. */
export const somePayments = (count: number, seed: number): readonly BenchPayment[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => aRandomPayment(random));
};

const aRandomPayment = (random: () => number): BenchPayment => {
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(random() * values.length)] ?? values[0];
  const paidOrders = random() < 0.4 ? 0 : Math.floor(30 * random() ** 2);
  const facts = {
    amountMinor: Math.round(100 * 2_000 ** random()),
    currency: 'CNY',
    method: pick(METHODS),
    device: pick(DEVICES),
    region: pick(REGIONS),
    hour: Math.floor(24 * random()),
    weekday: 1 + Math.floor(7 * random()),
    issuer: pick(ISSUERS),
    product: pick(PRODUCTS),
    quantity: pick(QUANTITIES),
    riskLevel: pick(RISKS),
    returningBuyer: paidOrders > 0,
    paidOrders,
  } as const;
  const { amountMinor, currency, returningBuyer, ...same } = facts;
  return {
    facts,
    request: {
      ...same,
      amount: money(currency, amountMinor),
      now: NOW,
      expiresAt: EXPIRES_AT,
      triedChannelIds: [],
      failedUpstreams: [],
      buyer: returningBuyer
        ? { paidOrders, preferredChannelId: channelId(1 + Math.floor(8 * random())) }
        : { paidOrders },
    },
  };
};
