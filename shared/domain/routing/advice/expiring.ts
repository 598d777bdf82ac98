import type { Channel } from '#shared/domain/channels/channel.ts';
import { daysLeft, type Expiry, noticeDue } from '#shared/domain/channels/expiry-notice.ts';
import type { Advice, PortfolioNow } from './advice.ts';

/** Accounts whose certificate, key or token ends within thirty days, or has ended: one advice each, on the first to end. */
export const adviseOnExpiries = ({ enabled, expiries, now }: PortfolioNow): readonly Advice[] =>
  enabled.flatMap((channel) => {
    const [first] = [...(expiries.get(channel.id) ?? [])].sort(
      (a, b) => a.expiresAt.getTime() - b.expiresAt.getTime(),
    );
    const days = first && noticeDue(first.expiresAt, now);
    return first === undefined || days === undefined
      ? []
      : [adviceOn(channel, first, { isUrgent: days <= 7, now })];
  });

const adviceOn = (
  { id, label }: Channel,
  { param, expiresAt }: Expiry,
  { isUrgent, now }: { readonly isUrgent: boolean; readonly now: Date },
): Advice => {
  const at = expiresAt.toISOString();
  const left = daysLeft(expiresAt, now);
  const about = {
    code: 'credentials_expiring' as const,
    severity: isUrgent ? ('urgent' as const) : ('warning' as const),
    channelIds: [id],
  };
  return left < 0
    ? {
        ...about,
        en: `"${param}" of "${label}" ended at ${at}. Renew it at the provider and enter the new one; until then payments there may fail.`,
        zh: `“${label}”的 ${param} 已于 ${at} 过期。请在服务商处更新并录入，否则该通道可能无法收款。`,
      }
    : {
        ...about,
        en: `"${param}" of "${label}" ends at ${at}, in ${left} days. Renew it at the provider and enter the new one before.`,
        zh: `“${label}”的 ${param} 将于 ${at} 过期（剩余 ${left} 天）。请提前在服务商处更新并录入。`,
      };
};
