import type { Channel } from '#shared/domain/channels/channel.ts';
import {
  type Advice,
  aboutGroup,
  type ChannelGroup,
  nameOf,
  ofShopOrMethods,
  type PortfolioNow,
} from './advice.ts';

/** How far ahead a moment without any channel is looked for. */
const AHEAD_MILLIS = 7 * 86_400_000;
/** Maintenance that ends so soon calls for a test of the account. */
const ENDING_MILLIS = 2 * 3_600_000;

interface Window {
  readonly starts: number;
  readonly ends: number;
}

const windowsOf = ({ maintenance }: Channel): Window[] =>
  maintenance
    .map(({ startsAt, endsAt }) => ({ starts: Date.parse(startsAt), ends: Date.parse(endsAt) }))
    .filter(({ starts, ends }) => starts < ends);

const windowAt = (channel: Channel, moment: number): Window | undefined =>
  windowsOf(channel).find(({ starts, ends }) => starts <= moment && moment < ends);

const iso = (millis: number): string => new Date(millis).toISOString();

/** Announced maintenance that leaves buyers without a way to pay, that is about to end, or that is over. */
export const adviseOnMaintenance = (portfolio: PortfolioNow): readonly Advice[] => [
  ...ofShopOrMethods(portfolio, (group) => gapOf(group, portfolio.now.getTime())),
  ...portfolio.enabled.flatMap((channel) => endingOrOver(channel, portfolio.now.getTime())),
];

/** The first moment at which all of a group's channels are under maintenance: now, or when one of them begins. */
const gapOf = (group: ChannelGroup, now: number): Advice | undefined => {
  const { channels } = group;
  const begins = channels
    .flatMap(windowsOf)
    .map(({ starts }) => starts)
    .filter((starts) => starts > now && starts < now + AHEAD_MILLIS)
    .sort((a, b) => a - b);
  for (const moment of [now, ...begins]) {
    const windows = channels.flatMap((channel) => windowAt(channel, moment) ?? []);
    if (windows.length < channels.length) continue;
    const until = iso(Math.min(...windows.map(({ ends }) => ends)));
    const { en, zh } = nameOf(group);
    const by = group.method === undefined ? '' : ` by ${en}`;
    return {
      ...aboutGroup(group),
      code: 'maintenance_gap',
      severity: moment === now ? 'urgent' : 'warning',
      en: `Nobody can pay${by} from ${iso(moment)} to ${until}: every channel is under maintenance then. Add or enable another one.`,
      zh: `${zh}在 ${iso(moment)} 至 ${until} 期间没有可用通道，全部处于维护中。请添加或启用其他通道。`,
    };
  }
  return undefined;
};

const endingOrOver = (channel: Channel, now: number): readonly Advice[] => {
  const about = { severity: 'info' as const, channelIds: [channel.id] };
  const current = windowAt(channel, now);
  if (current && current.ends - now <= ENDING_MILLIS) {
    const ends = iso(current.ends);
    return [
      {
        ...about,
        code: 'maintenance_ending',
        en: `The maintenance of "${channel.label}" ends at ${ends} and payments go there again. Test it then, or lengthen the window.`,
        zh: `“${channel.label}”的维护将于 ${ends} 结束并恢复接单。届时请测试，或延长维护时间。`,
      },
    ];
  }
  const over = windowsOf(channel).filter(({ ends }) => ends <= now);
  if (over.length === 0) return [];
  const last = iso(Math.max(...over.map(({ ends }) => ends)));
  return [
    {
      ...about,
      code: 'maintenance_over',
      en: `"${channel.label}" lists maintenance that was over at ${last}. Check that it works, and take it off the list.`,
      zh: `“${channel.label}”仍列有已于 ${last} 结束的维护。请确认通道正常并清理该记录。`,
    },
  ];
};
