import type { Channel } from '#shared/domain/channels/channel.ts';
import { type Advice, idsOf, type PortfolioNow } from './advice.ts';

/** Figures that routing needs and nobody has filled in. */
export const adviseOnUnknownFigures = ({ enabled }: PortfolioNow): readonly Advice[] => {
  const free = enabled.filter(hasNoCosts);
  const unlimited = enabled.filter((channel) => channel.role === 'main' && hasNoLimits(channel));
  return [
    ...(free.length === 0 ? [] : [costsUnknown(free)]),
    ...(unlimited.length === 0 ? [] : [limitsUnknown(unlimited)]),
  ];
};

const hasNoCosts = ({ fee, costs }: Channel): boolean =>
  fee.rateBasisPoints === 0 && fee.fixedMinor === 0 && costs === undefined;

const hasNoLimits = ({ maxPerSecond, maxAmount, dailyCap }: Channel): boolean =>
  maxPerSecond === undefined || (maxAmount === undefined && dailyCap === undefined);

const counted = (channels: readonly Channel[]): string =>
  channels.length === 1 ? '1 channel has' : `${channels.length} channels have`;

const costsUnknown = (channels: readonly Channel[]): Advice => ({
  code: 'costs_unknown',
  severity: 'info',
  channelIds: idsOf(channels),
  en: `${counted(channels)} no fee and no costs: routing takes that for free and prefers it. Fill in what payments there really cost.`,
  zh: `${channels.length} 个通道未填写费率和成本，路由会视为免费而优先使用，请补全。`,
});

const limitsUnknown = (channels: readonly Channel[]): Advice => ({
  code: 'limits_unknown',
  severity: 'info',
  channelIds: idsOf(channels),
  en: `${counted(channels)} no contract rate (max_per_second), or neither a largest amount nor a daily cap: routing cannot keep within what the provider allows. Fill in what the contract says.`,
  zh: `${channels.length} 个主通道未填写每秒笔数上限，或单笔、单日限额均为空，路由无法避免超限。请按合同补全。`,
});
