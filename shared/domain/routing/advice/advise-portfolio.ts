import type { Channel, PaymentMethod } from '#shared/domain/channels/channel.ts';
import { METHOD_NAMES } from '#shared/domain/channels/channel-names.ts';
import type { HealthSnapshot } from '../learning/health-snapshot.ts';

export const ADVICE_CODES = [
  'no_channel',
  'too_few_main',
  'no_backup',
  'one_upstream',
  'too_many',
  'dead_weight',
  'long_broken',
  'costs_unknown',
] as const;
export type AdviceCode = (typeof ADVICE_CODES)[number];

/** One thing a merchant should change about their accounts, and how. */
export interface Advice {
  readonly code: AdviceCode;
  readonly severity: 'info' | 'warning' | 'urgent';
  /** Absent: it is about all methods. */
  readonly method?: PaymentMethod;
  readonly channelIds: readonly string[];
  readonly en: string;
  readonly zh: string;
}

/** Between too thin and too wide: operators of many shops name three to five main accounts and one or two backups. */
const MIN_MAIN = 3;
const MAX_ENABLED = 7;
const MIN_BACKUP = 1;
const NEW_DAYS = 7;
const DEAD_WEIGHT_SHARE = 0.01;
const LONG_BROKEN_MILLIS = 3_600_000;
const DAY_MILLIS = 86_400_000;

/** What is wrong with a merchant's accounts as a whole; empty when they are sound. */
export const advisePortfolio = (
  channels: readonly Channel[],
  { snapshot, now }: { readonly snapshot: HealthSnapshot | undefined; readonly now: Date },
): readonly Advice[] => {
  const enabled = channels.filter(({ status }) => status === 'enabled');
  if (enabled.length === 0) {
    return [
      {
        code: 'no_channel',
        severity: 'urgent',
        channelIds: [],
        en: 'No channel is enabled: nobody can pay. Add an account or enable one.',
        zh: '没有启用的通道，买家无法付款。请添加或启用一个通道。',
      },
    ];
  }
  return [
    ...longBroken(enabled, { snapshot, now }),
    ...byMethod(enabled),
    ...tooMany(enabled),
    ...deadWeight(enabled, { snapshot, now }),
    ...costsUnknown(enabled),
  ];
};

const idsOf = (channels: readonly Channel[]): string[] => channels.map(({ id }) => id);

const byMethod = (enabled: readonly Channel[]): Advice[] => {
  const methods = [...new Set(enabled.flatMap((channel) => channel.methods))].sort();
  return methods.flatMap((method) => {
    const offering = enabled.filter((channel) => channel.methods.includes(method));
    const main = offering.filter(({ role }) => role === 'main');
    const name = METHOD_NAMES[method];
    const about = { method, channelIds: idsOf(offering) };
    const advice: Advice[] = [];
    if (main.length < MIN_MAIN) {
      advice.push({
        ...about,
        code: 'too_few_main',
        severity: main.length <= 1 ? 'warning' : 'info',
        en: `${name.en} has ${main.length} main channels; three to five keep it alive when one fails.`,
        zh: `${name.zh}仅有 ${main.length} 个主通道，建议 3–5 个，单个故障时仍可收款。`,
      });
    }
    if (offering.length - main.length < MIN_BACKUP) {
      advice.push({
        ...about,
        code: 'no_backup',
        severity: 'info',
        en: `${name.en} has no backup channel; give one of its accounts the role backup, or add one.`,
        zh: `${name.zh}没有备用通道，建议将一个账户设为备用或新增备用。`,
      });
    }
    const upstreams = new Set(offering.map(({ upstream }) => upstream));
    if (offering.length > 1 && upstreams.size === 1) {
      advice.push({
        ...about,
        code: 'one_upstream',
        severity: 'warning',
        en: `All ${offering.length} channels of ${name.en} hang on the same upstream and fail together; add one elsewhere.`,
        zh: `${name.zh}的 ${offering.length} 个通道都依赖同一上游，会同时故障，请增加其他上游。`,
      });
    }
    return advice;
  });
};

const tooMany = (enabled: readonly Channel[]): Advice[] =>
  enabled.length > MAX_ENABLED &&
  new Set(enabled.map(({ provider }) => provider)).size < enabled.length
    ? [
        {
          code: 'too_many',
          severity: 'info',
          channelIds: idsOf(enabled),
          en: `${enabled.length} channels are enabled; beyond five main and two backup ones each gets too few payments to be known well.`,
          zh: `已启用 ${enabled.length} 个通道；超过 5 主 2 备后，单个通道订单过少，难以判断好坏。`,
        },
      ]
    : [];

const deadWeight = (
  enabled: readonly Channel[],
  { snapshot, now }: { readonly snapshot: HealthSnapshot | undefined; readonly now: Date },
): Advice[] => {
  const volumes = new Map(snapshot?.channels.map(({ id, perDayMinor }) => [id, perDayMinor]));
  const total = enabled.reduce((sum, { id }) => sum + (volumes.get(id) ?? 0), 0);
  if (total === 0) return [];
  return enabled
    .filter(({ role }) => role === 'main')
    .filter(({ createdAt }) => now.getTime() - Date.parse(createdAt) > NEW_DAYS * DAY_MILLIS)
    .filter(({ id }) => (volumes.get(id) ?? 0) / total < DEAD_WEIGHT_SHARE)
    .map(({ id, label }) => ({
      code: 'dead_weight' as const,
      severity: 'info' as const,
      channelIds: [id],
      en: `"${label}" carries less than 1 % of the money: it is dearer or fails more than the others. Make it a backup or drain it.`,
      zh: `“${label}”承担的金额不足 1%，费率或成功率不占优，建议改为备用或停用。`,
    }));
};

const longBroken = (
  enabled: readonly Channel[],
  { snapshot, now }: { readonly snapshot: HealthSnapshot | undefined; readonly now: Date },
): Advice[] =>
  enabled.flatMap(({ id, label }) => {
    const openedAt = snapshot?.channels.find((health) => health.id === id)?.openedAt;
    if (openedAt === undefined || now.getTime() - openedAt < LONG_BROKEN_MILLIS) return [];
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

const costsUnknown = (enabled: readonly Channel[]): Advice[] => {
  const unknown = enabled.filter(
    ({ fee, costs }) => fee.rateBasisPoints === 0 && fee.fixedMinor === 0 && costs === undefined,
  );
  return unknown.length === 0
    ? []
    : [
        {
          code: 'costs_unknown',
          severity: 'info',
          channelIds: idsOf(unknown),
          en: `${unknown.length} channels have no fee and no costs: routing takes them for free and prefers them. Fill in what they really cost.`,
          zh: `${unknown.length} 个通道未填写费率和成本，路由会视为免费而优先使用，请补全。`,
        },
      ];
};
