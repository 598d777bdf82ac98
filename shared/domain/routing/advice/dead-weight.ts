import type { Channel } from '#shared/domain/channels/channel.ts';
import { type PreparedChannel, preparePortfolio } from '../portfolio.ts';
import type { Advice, PortfolioNow } from './advice.ts';
import { MIN_MAIN } from './roles.ts';
import { sharesOfMoney } from './shares.ts';

const DAY_MILLIS = 86_400_000;
/** So long after it was added a channel has had its chance, and so long after an edit a day's money is known. */
const NEW_DAYS = 7;
const EDITED_DAYS = 1;
/** A smaller part of the money than this is next to nothing. */
const DEAD_SHARE = 0.01;
/** Success is compared where both were tried so often, and counts as worse from this difference on. */
const COMPARED_TRIES = 50;
const WORSE_BY = 0.02;

/**
 * Main channels that only cost attention: those that another one beats in price and success for every payment they could
 * take, and those that carry next to nothing although others offer the same.
 */
export const adviseOnDeadWeight = (portfolio: PortfolioNow): readonly Advice[] => {
  const judged = portfolio.enabled.filter(
    (channel) => channel.role === 'main' && isKnown(channel, portfolio.now),
  );
  const dominates = domination(portfolio);
  const dominated = new Map<string, Advice>();
  for (const channel of judged) {
    const better = portfolio.enabled.find((other) => dominates(other, channel));
    if (better) dominated.set(channel.id, dominatedAdvice(portfolio, channel, better));
  }
  const idle = new Set(
    sharesOfMoney(portfolio, ({ id }) => id)
      .flat()
      .flatMap(({ group, share }) => (share < DEAD_SHARE ? [group] : [])),
  );
  return [
    ...dominated.values(),
    ...judged
      .filter(({ id }) => idle.has(id) && !dominated.has(id))
      .filter((channel) => isReplaceable(channel, portfolio))
      .map((channel) => deadWeightAdvice(portfolio, channel)),
  ];
};

const isKnown = ({ createdAt, updatedAt }: Channel, now: Date): boolean =>
  now.getTime() - Date.parse(createdAt) > NEW_DAYS * DAY_MILLIS &&
  now.getTime() - Date.parse(updatedAt) > EDITED_DAYS * DAY_MILLIS;

/** Other main channels that offer the method in the same currency. */
const peersOf = (
  { enabled }: PortfolioNow,
  { id, currency }: Channel,
  method: Channel['methods'][number],
): readonly Channel[] =>
  enabled.filter(
    (other) =>
      other.id !== id &&
      other.role === 'main' &&
      other.currency === currency &&
      other.methods.includes(method),
  );

/** The only way to pay with something is no dead weight, however rarely it is wanted. */
const isReplaceable = (channel: Channel, portfolio: PortfolioNow): boolean =>
  channel.methods.every((method) => peersOf(portfolio, channel, method).length > 0);

/** Whether a channel is cheaper and succeeds more often than another wherever that one could be used. */
const domination = ({ enabled, healths }: PortfolioNow) => {
  const { channels, indexes } = preparePortfolio(
    enabled.map((channel) => ({ channel, capabilities: undefined })),
  );
  const pricesOf = ({ id }: Channel) => channels[indexes.get(id) ?? -1] as PreparedChannel;
  const resultsOf = ({ id }: Channel, method: string) => {
    const [, tries = 0, paid = 0] =
      healths.get(id)?.methods.find(([name]) => name === method) ?? [];
    return { tries, rate: paid / tries };
  };
  return (better: Channel, worse: Channel): boolean => {
    if (better.id === worse.id || better.role !== 'main' || better.currency !== worse.currency) {
      return false;
    }
    const [prices, others] = [pricesOf(better), pricesOf(worse)];
    return (
      prices.minMinor <= others.minMinor &&
      prices.maxMinor >= others.maxMinor &&
      costsLess(prices, others) &&
      worse.methods.every((method) => {
        const [results, poorer] = [resultsOf(better, method), resultsOf(worse, method)];
        return (
          better.methods.includes(method) &&
          Math.min(results.tries, poorer.tries) >= COMPARED_TRIES &&
          results.rate - poorer.rate > WORSE_BY
        );
      })
    );
  };
};

/** Cheaper for any amount: no part of the price is higher, and one is lower. */
const costsLess = (a: PreparedChannel, b: PreparedChannel): boolean => {
  const [costs, others] = [a, b].map((it) => [
    it.feeRate + it.withdrawalRate + it.hiddenRate + it.riskRate,
    it.feeFixedMinor,
    it.attemptMinor,
    it.settlementDays,
  ]) as [number[], number[]];
  return (
    costs.every((cost, part) => cost <= (others[part] ?? 0)) &&
    costs.some((cost, part) => cost < (others[part] ?? 0))
  );
};

/** What to do without it depends on whether enough others are left. */
const remedy = (portfolio: PortfolioNow, channel: Channel): { en: string; zh: string } => {
  const left = Math.min(
    ...channel.methods.map((method) => peersOf(portfolio, channel, method).length),
  );
  return left >= MIN_MAIN
    ? { en: 'Make it a backup or drain it.', zh: '建议改为备用或停用。' }
    : { en: 'Look for a better one to take its place.', zh: '建议寻找更优的通道替换。' };
};

const dominatedAdvice = (portfolio: PortfolioNow, channel: Channel, better: Channel): Advice => {
  const { en, zh } = remedy(portfolio, channel);
  return {
    code: 'dominated',
    severity: 'info',
    channelIds: [channel.id, better.id],
    en: `"${channel.label}" is dearer and succeeds less often than "${better.label}" for all that it offers. ${en}`,
    zh: `“${channel.label}”在其全部支付方式上都比“${better.label}”更贵且成功率更低。${zh}`,
  };
};

const deadWeightAdvice = (portfolio: PortfolioNow, channel: Channel): Advice => {
  const { en, zh } = remedy(portfolio, channel);
  return {
    code: 'dead_weight',
    severity: 'info',
    channelIds: [channel.id],
    en: `"${channel.label}" carried less than 1 % of the last day's money: others are cheaper or work better. ${en}`,
    zh: `“${channel.label}”最近一天承担的金额不足 1%，费率或成功率不占优。${zh}`,
  };
};
