import {
  type Advice,
  aboutGroup,
  byMethod,
  type ChannelGroup,
  nameOf,
  ofShopOrMethods,
  type PortfolioNow,
  wholeShop,
} from './advice.ts';

/** Between too thin and too wide: operators of many shops name three to five main accounts and one or two backups. */
export const MIN_MAIN = 3;
const MAX_MAIN = 5;
const MAX_BACKUP = 2;

/** Too few main channels, no backup, or more of them than payments can tell apart. */
export const adviseOnRoles = (portfolio: PortfolioNow): readonly Advice[] => [
  ...ofShopOrMethods(portfolio, tooFewMain),
  ...ofShopOrMethods(portfolio, noBackup),
  ...tooMany(portfolio),
];

const countRoles = ({ channels }: ChannelGroup): { main: number; backup: number } => {
  const main = channels.filter(({ role }) => role === 'main').length;
  return { main, backup: channels.length - main };
};

const mainChannels = (count: number): string => `${count} main channel${count === 1 ? '' : 's'}`;

const tooFewMain = (group: ChannelGroup): Advice | undefined => {
  const { main } = countRoles(group);
  if (main >= MIN_MAIN) return undefined;
  const name = nameOf(group);
  return {
    ...aboutGroup(group),
    code: 'too_few_main',
    severity: main <= 1 ? 'warning' : 'info',
    en: `${name.en} has ${mainChannels(main)}; three to five keep it alive when one fails. Add accounts at other providers.`,
    zh: `${name.zh}仅有 ${main} 个主通道，建议 3–5 个，单个故障时仍可收款。请在其他服务商增开账户。`,
  };
};

const noBackup = (group: ChannelGroup): Advice | undefined => {
  if (countRoles(group).backup > 0) return undefined;
  const name = nameOf(group);
  return {
    ...aboutGroup(group),
    code: 'no_backup',
    severity: 'info',
    en: `${name.en} has no backup channel; one or two are enough. Give one of its accounts the role backup, or add one.`,
    zh: `${name.zh}没有备用通道，建议保留 1–2 个：将一个账户设为备用，或新增备用。`,
  };
};

/** Of one method at a time, unless all channels offer it: many methods need many channels. */
const tooMany = (portfolio: PortfolioNow): readonly Advice[] => {
  const methods = byMethod(portfolio);
  const alike = methods.some(({ channels }) => channels.length === portfolio.enabled.length);
  const groups = alike ? [wholeShop(portfolio)] : methods;
  return groups.flatMap((group) => {
    const { main, backup } = countRoles(group);
    if (main <= MAX_MAIN && backup <= MAX_BACKUP) return [];
    const name = nameOf(group);
    return [
      {
        ...aboutGroup(group),
        code: 'too_many' as const,
        severity: 'info' as const,
        en: `${name.en} has ${mainChannels(main)} and ${backup} for backup; beyond five and two, each gets too few payments to be known well. Drain those that bring least.`,
        zh: `${name.zh}有 ${main} 个主通道、${backup} 个备用；超过 5 主 2 备后，单个通道订单过少，难以判断好坏。请停用贡献最小的通道。`,
      },
    ];
  });
};
