import type { Channel, PaymentMethod } from '#shared/domain/channels/channel.ts';
import { METHOD_NAMES, type Name } from '#shared/domain/channels/channel-names.ts';
import type { Expiry } from '#shared/domain/channels/expiry-notice.ts';
import type { ChannelHealth } from '../learning/health-snapshot.ts';

export const ADVICE_CODES = [
  'no_channel',
  'too_few_main',
  'no_backup',
  'too_many',
  'one_upstream',
  'dead_weight',
  'dominated',
  'long_broken',
  'credentials_expiring',
  'maintenance_gap',
  'maintenance_ending',
  'maintenance_over',
  'costs_unknown',
  'limits_unknown',
] as const;
export type AdviceCode = (typeof ADVICE_CODES)[number];

/** One thing a merchant should change about their accounts, and how. */
export interface Advice {
  readonly code: AdviceCode;
  readonly severity: 'info' | 'warning' | 'urgent';
  /** Absent: it is not about one method. */
  readonly method?: PaymentMethod;
  readonly channelIds: readonly string[];
  readonly en: string;
  readonly zh: string;
}

/** A merchant's accounts as they are at one moment. */
export interface PortfolioNow {
  readonly enabled: readonly Channel[];
  /** By channel; those of which nothing was learned are missing. */
  readonly healths: ReadonlyMap<string, ChannelHealth>;
  /** When secrets end, by channel; those whose formats carry no date are missing. */
  readonly expiries: ReadonlyMap<string, readonly Expiry[]>;
  readonly now: Date;
}

/** Channels that a buyer can choose among: all of them, or those of one method. */
export interface ChannelGroup {
  readonly method: PaymentMethod | undefined;
  readonly channels: readonly Channel[];
}

export const wholeShop = ({ enabled }: PortfolioNow): ChannelGroup => ({
  method: undefined,
  channels: enabled,
});

export const byMethod = ({ enabled }: PortfolioNow): readonly ChannelGroup[] =>
  [...new Set(enabled.flatMap(({ methods }) => methods))].sort().map((method) => ({
    method,
    channels: enabled.filter(({ methods }) => methods.includes(method)),
  }));

/** What is true of the whole shop is said once, and not again of each of its methods. */
export const ofShopOrMethods = (
  portfolio: PortfolioNow,
  judge: (group: ChannelGroup) => Advice | undefined,
): readonly Advice[] => {
  const whole = judge(wholeShop(portfolio));
  if (whole) return [whole];
  return byMethod(portfolio).flatMap((group) => judge(group) ?? []);
};

/** What an advice on a group begins with. */
export const aboutGroup = ({
  method,
  channels,
}: ChannelGroup): Pick<Advice, 'method' | 'channelIds'> => ({
  ...(method === undefined ? {} : { method }),
  channelIds: idsOf(channels),
});

export const nameOf = ({ method }: ChannelGroup): Name =>
  method === undefined ? { en: 'Your shop', zh: '您的店铺' } : METHOD_NAMES[method];

export const idsOf = (channels: readonly Channel[]): string[] => channels.map(({ id }) => id);
