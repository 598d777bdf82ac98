import type { Advice, PortfolioNow } from './advice.ts';

/** Outages of a provider are mostly over by then; what lasts longer needs somebody to look. */
const LONG_MILLIS = 3_600_000;

/** Channels whose breaker has been open for more than an hour. */
export const adviseOnBroken = ({ enabled, healths, now }: PortfolioNow): readonly Advice[] =>
  enabled.flatMap(({ id, label }) => {
    const openedAt = healths.get(id)?.openedAt;
    if (openedAt === undefined || now.getTime() - openedAt <= LONG_MILLIS) return [];
    const since = new Date(openedAt).toISOString();
    return [
      {
        code: 'long_broken' as const,
        severity: 'urgent' as const,
        channelIds: [id],
        en: `"${label}" has been failing since ${since}. Test it, ask the provider, and freeze it if the account is locked.`,
        zh: `“${label}”自 ${since} 起持续异常，请测试并联系服务商；若账户被封请冻结。`,
      },
    ];
  });
