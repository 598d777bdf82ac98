import type { Channel } from '#shared/domain/channels/channel.ts';
import type { PortfolioNow } from './advice.ts';

/** With fewer payments of late, shares of them say nothing. */
const MIN_TRIES = 50;

/** The part of a currency's money that some channels took together during the last day. */
export interface MoneyShare {
  readonly group: string;
  readonly share: number;
  readonly channels: readonly Channel[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/**
 * By currency, because money of different ones cannot be added up, the share of each group of channels, the largest
 * first. A currency with too few payments to say is left out.
 */
export const sharesOfMoney = (
  { enabled, healths }: PortfolioNow,
  groupOf: (channel: Channel) => string,
): readonly (readonly MoneyShare[])[] =>
  [...Map.groupBy(enabled, ({ currency }) => currency).values()].flatMap((peers) => {
    const moneyOf = ({ id }: Channel): number => healths.get(id)?.perDayMinor ?? 0;
    const total = sum(peers.map(moneyOf));
    const tries = sum(
      peers.flatMap(({ id }) => healths.get(id)?.methods.map(([, count]) => count) ?? []),
    );
    if (total === 0 || tries < MIN_TRIES) return [];
    const shares = [...Map.groupBy(peers, groupOf)].map(([group, channels]) => ({
      group,
      share: sum(channels.map(moneyOf)) / total,
      channels,
    }));
    return [shares.sort((a, b) => b.share - a.share)];
  });
