import type { z } from 'zod';
import type { scenarioSchema } from './scenario-schema.ts';

/** Two wallets of the shop's own, three aggregators, cards, a bank gateway and a union QR code. */
export const DEFAULT_CHANNELS: NonNullable<z.input<typeof scenarioSchema>['channels']> = [
  { name: 'alipay-direct', methods: ['alipay'], logit: 0.97, fee_percent: 0.6, hidden_percent: 0.05, settlement_days: 1, daily_cap: 900_000, contract_tps: 0.67 },
  { name: 'wechat-direct', methods: ['wechat_pay'], logit: 0.97, fee_percent: 0.6, hidden_percent: 0.05, settlement_days: 1, daily_cap: 800_000, contract_tps: 0.61, tags: ['strict'] },
  { name: 'aggregator-1', methods: ['alipay', 'wechat_pay'], upstream: 'house-a', logit: 0.89, fee_percent: 1.2, hidden_percent: 0.2, settlement_days: 0, daily_cap: 900_000, contract_tps: 0.74, max: 3_000 },
  { name: 'aggregator-2', methods: ['alipay', 'wechat_pay', 'card'], upstream: 'house-a', logit: 0.81, fee_percent: 1.8, hidden_percent: 0.4, settlement_days: 0, daily_cap: 700_000, contract_tps: 0.67, max: 5_000, max_risk: 'medium' },
  { name: 'aggregator-3', methods: ['alipay', 'wechat_pay', 'card', 'bank_gateway'], upstream: 'house-b', logit: 0.75, fee_percent: 0.9, hidden_percent: 0.6, settlement_days: 2, daily_cap: 900_000, contract_tps: 0.80, maintenance: [{ start_hour: 27, hours: 1 }] },
  { name: 'card', methods: ['card'], logit: 0.83, fee_percent: 2.2, fee_fixed: 0.5, hidden_percent: 0.1, settlement_days: 3, daily_cap: 700_000, contract_tps: 0.46, tags: ['strict', 'bank'], min: 1, issuer_max: { psbc: 500, cib: 1_000 } },
  { name: 'bank-gateway', methods: ['bank_gateway', 'card'], upstream: 'house-c', logit: 0.78, fee_percent: 0.35, fee_fixed: 0.3, hidden_percent: 0.1, settlement_days: 1, daily_cap: 1_200_000, contract_tps: 0.54, tags: ['bank', 'strict'], min: 5, issuer_max: { spdb: 2_000 }, maintenance: [{ start_hour: 3, hours: 1.5 }, { start_hour: 27, hours: 1.5 }] },
  { name: 'union-qr', methods: ['alipay', 'wechat_pay', 'bank_gateway'], upstream: 'house-c', logit: 0.81, fee_percent: 0.45, fee_fixed: 0.05, hidden_percent: 0.15, settlement_days: 1, daily_cap: 800_000, contract_tps: 0.67, max: 10_000, max_risk: 'medium' },
];
