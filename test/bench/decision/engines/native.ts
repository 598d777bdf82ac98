import type { PaymentFacts } from '#shared/domain/routing/rules/facts.ts';
import type { RuleEngine } from './engine.ts';

const GAMES = new Set(['prd_game_30', 'prd_game_100', 'prd_game_300']);
const COAST = new Set(['CN-GD', 'CN-ZJ', 'CN-SH']);
const BIG_BANKS = new Set(['ICBC', 'CCB', 'ABC', 'BOC']);

/**
 * The same twenty rules written by hand as JavaScript: the ceiling that no engine for rules of merchants can pass. It
 * knows nothing of {@link TWENTY_RULES}; that both agree is checked like for every engine.
 */
export const native = (): RuleEngine => ({
  name: 'native JavaScript by hand',
  kind: 'sync',
  match: ({ facts }) => smallAmounts(facts) | largeAmounts(facts) | risks(facts) | regulars(facts),
});

const isWallet = (method: string): boolean =>
  method === 'alipay' || method === 'wechat_pay' || method === 'qq_wallet';

const smallAmounts = (it: PaymentFacts): number => {
  const { amountMinor, method, device, riskLevel, quantity } = it;
  if (amountMinor >= 10_000) return 0;
  let mask = 0;
  if (amountMinor < 2_000 && isWallet(method) && device !== 'desktop' && riskLevel === 'low') {
    mask |= 1 << 0;
  }
  if (amountMinor >= 500 && amountMinor <= 5_000 && quantity < 3 && riskLevel !== 'high') {
    if (it.hour >= 8 && it.hour <= 20) mask |= 1 << 1;
  }
  if (device === 'wechat' && method === 'wechat_pay' && it.returningBuyer) mask |= 1 << 2;
  if (it.weekday >= 6 && amountMinor < 3_000 && riskLevel === 'low' && COAST.has(it.region)) {
    mask |= 1 << 3;
  }
  if (amountMinor < 8_000 && quantity === 1 && isWallet(method) && GAMES.has(it.product)) {
    mask |= 1 << 4;
  }
  return mask;
};

const largeAmounts = (it: PaymentFacts): number => {
  const { amountMinor, method, hour, riskLevel, returningBuyer } = it;
  if (amountMinor < 10_000) return 0;
  let mask = 0;
  if (amountMinor >= 50_000 && it.device === 'desktop' && riskLevel !== 'high') {
    if (BIG_BANKS.has(it.issuer)) mask |= 1 << 5;
  }
  if (amountMinor >= 30_000 && hour < 6 && !returningBuyer && method !== 'card') mask |= 1 << 6;
  if (amountMinor >= 20_000 && it.quantity >= 5 && riskLevel === 'low' && !GAMES.has(it.product)) {
    mask |= 1 << 7;
  }
  if (method === 'card' && it.paidOrders < 2 && !BIG_BANKS.has(it.issuer)) mask |= 1 << 8;
  if (amountMinor >= 15_000 && returningBuyer && it.weekday <= 5 && hour >= 9 && hour <= 17) {
    mask |= 1 << 9;
  }
  return mask;
};

const risks = (it: PaymentFacts): number => {
  const { amountMinor, method, device, hour, riskLevel, returningBuyer } = it;
  if (riskLevel === 'low') return 0;
  let mask = 0;
  if (riskLevel === 'high' && !returningBuyer && amountMinor >= 5_000 && !COAST.has(it.region)) {
    mask |= 1 << 10;
  }
  if (hour < 6 && (device === 'desktop' || device === 'mobile') && it.paidOrders < 3) {
    mask |= 1 << 11;
  }
  if (it.quantity >= 2 && amountMinor >= 2_000 && GAMES.has(it.product)) mask |= 1 << 12;
  if (it.issuer === 'SPDB' && (method === 'card' || method === 'unionpay')) {
    if (amountMinor >= 1_000 && amountMinor <= 100_000) mask |= 1 << 13;
  }
  if (it.quantity >= 8 && !returningBuyer && hour >= 18) mask |= 1 << 14;
  return mask;
};

const regulars = (it: PaymentFacts): number => {
  const { amountMinor, method, riskLevel, weekday, paidOrders } = it;
  let mask = 0;
  if (it.returningBuyer && paidOrders >= 3 && riskLevel === 'low' && amountMinor < 100_000) {
    mask |= 1 << 15;
  }
  if (paidOrders >= 2 && paidOrders <= 20 && isWallet(method) && it.device !== 'alipay') {
    if (COAST.has(it.region)) mask |= 1 << 16;
  }
  if (paidOrders === 0 && it.hour >= 18 && amountMinor < 20_000 && method !== 'card') {
    mask |= 1 << 17;
  }
  if (method === 'alipay' && riskLevel === 'low' && amountMinor >= 1_000 && amountMinor <= 50_000) {
    if (weekday === 1 || weekday === 3 || weekday === 5) mask |= 1 << 18;
  }
  if (method === 'unionpay' && amountMinor >= 3_000 && riskLevel !== 'high') {
    if (BIG_BANKS.has(it.issuer)) mask |= 1 << 19;
  }
  return mask;
};
