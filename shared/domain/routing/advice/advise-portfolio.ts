import type { Channel } from '#shared/domain/channels/channel.ts';
import type { HealthSnapshot } from '../learning/health-snapshot.ts';
import type { Advice, PortfolioNow } from './advice.ts';
import { adviseOnDeadWeight } from './dead-weight.ts';
import { adviseOnExpiries } from './expiring.ts';
import { adviseOnBroken } from './long-broken.ts';
import { adviseOnMaintenance } from './maintenance.ts';
import { adviseOnRoles } from './roles.ts';
import { adviseOnUnknownFigures } from './unknown-figures.ts';
import { adviseOnUpstreams } from './upstreams.ts';

const SEVERITIES = ['urgent', 'warning', 'info'] as const;

/** What is wrong with a merchant's accounts as a whole, the most urgent first; empty when they are sound. */
export const advisePortfolio = (
  channels: readonly Channel[],
  {
    snapshot,
    expiries = new Map(),
    now,
  }: {
    readonly snapshot: HealthSnapshot | undefined;
    readonly expiries?: PortfolioNow['expiries'];
    readonly now: Date;
  },
): readonly Advice[] => {
  const enabled = channels.filter(({ status }) => status === 'enabled');
  if (enabled.length === 0) return [NOBODY_CAN_PAY];
  const healths = new Map(snapshot?.channels.map((health) => [health.id, health]));
  const portfolio = { enabled, healths, expiries, now };
  return [
    ...adviseOnBroken(portfolio),
    ...adviseOnExpiries(portfolio),
    ...adviseOnMaintenance(portfolio),
    ...adviseOnRoles(portfolio),
    ...adviseOnUpstreams(portfolio),
    ...adviseOnDeadWeight(portfolio),
    ...adviseOnUnknownFigures(portfolio),
  ].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
};

const NOBODY_CAN_PAY: Advice = {
  code: 'no_channel',
  severity: 'urgent',
  channelIds: [],
  en: 'No channel is enabled: nobody can pay. Add an account or enable one.',
  zh: '没有启用的通道，买家无法付款。请添加或启用一个通道。',
};
