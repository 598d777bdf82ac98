import {
  type Advice,
  aboutGroup,
  type ChannelGroup,
  idsOf,
  nameOf,
  ofShopOrMethods,
  type PortfolioNow,
} from './advice.ts';
import { sharesOfMoney } from './shares.ts';

/** From this part on, of channels or of money, one upstream is all eggs in one basket. */
const TOO_MUCH = 0.8;

/** Channels of one upstream fail together. */
export const adviseOnUpstreams = (portfolio: PortfolioNow): readonly Advice[] => {
  const byCount = ofShopOrMethods(portfolio, oneUpstream);
  // Where the channels themselves are not spread, the money cannot be.
  return byCount.length > 0 ? byCount : mostOfTheMoney(portfolio);
};

const oneUpstream = (group: ChannelGroup): Advice | undefined => {
  const { channels } = group;
  if (channels.length < 2) return undefined;
  const [largest] = [...Map.groupBy(channels, ({ upstream }) => upstream)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  if (!largest) return undefined;
  const [upstream, together] = largest;
  if (together.length / channels.length < TOO_MUCH) return undefined;
  const name = nameOf(group);
  const all = together.length === channels.length;
  return {
    ...aboutGroup({ ...group, channels: together }),
    code: 'one_upstream',
    severity: all ? 'warning' : 'info',
    en: `${name.en} has ${together.length} of ${channels.length} channels on the upstream "${upstream}", which fail together. Add one elsewhere.`,
    zh: `${name.zh}的 ${channels.length} 个通道中有 ${together.length} 个依赖同一上游“${upstream}”，会同时故障。请增加其他上游的通道。`,
  };
};

const mostOfTheMoney = (portfolio: PortfolioNow): readonly Advice[] =>
  sharesOfMoney(portfolio, ({ upstream }) => upstream).flatMap(([largest, next]) => {
    if (!largest || !next || largest.share < TOO_MUCH) return [];
    const percent = Math.round(100 * largest.share);
    return [
      {
        code: 'one_upstream' as const,
        severity: 'info' as const,
        channelIds: idsOf(largest.channels),
        en: `The upstream "${largest.group}" takes ${percent} % of your money; when it fails, the others must carry what they hardly know. Get a better price elsewhere, or give the others a share by a rule.`,
        zh: `上游“${largest.group}”承担了 ${percent}% 的金额，一旦故障，其余通道缺乏经验。请为其他上游争取更低费率，或用规则分配一定份额。`,
      },
    ];
  });
