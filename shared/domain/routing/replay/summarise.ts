import { CURRENCY_EXPONENTS, type Currency } from '#shared/domain/money/currency.ts';
import type { PolicyComparison } from './compare-policies.ts';
import type { MeanEstimate } from './estimate-mean.ts';

/** What to beware of in a comparison. */
export interface Warning {
  readonly code: 'may_be_chance' | 'thin_support' | 'no_channel';
  readonly en: string;
  readonly zh: string;
}

/** Fewer payments that speak for a draft say little of it. */
const MIN_EFFECTIVE = 100;
/** More of a draft's choices than that have to be known from what happened. */
const MAX_UNKNOWN = 0.05;

/** The outcome of a replay in a sentence. */
export const summarise = (
  currency: Currency,
  { decisions, changed, profit }: PolicyComparison,
): { readonly en: string; readonly zh: string } => {
  const { mean, low, high } = profit.difference.doublyRobust;
  const amount = (minor: number): string => signed(minor, currency);
  const range = low === null || high === null ? '' : `${amount(low)} … ${amount(high)}`;
  const [moved, all] = [counted(Math.round(changed)), counted(decisions)];
  if (decisions === 0) {
    return { en: 'There are no payments to learn from.', zh: '没有可供回放的支付。' };
  }
  const gain = mean === null ? '–' : `${amount(mean)} ${currency}`;
  return {
    en: `${moved} of ${all} payments would take another channel; expected profit per payment ${gain}${range && ` (95 %: ${range})`}.`,
    zh: `${all} 笔支付中有 ${moved} 笔会改走其他通道；每笔预期利润 ${gain}${range && `（95% 区间：${range}）`}。`,
  };
};

/** Why the figures of a comparison may be less than they seem; none when nothing would change. */
export const warningsOf = ({
  changed,
  unroutable,
  profit,
  success,
}: PolicyComparison): Warning[] => {
  if (Math.round(changed) === 0) return [];
  const { effectiveSampleSize, unsupported, unexplored } = success.draft;
  const unknown = unsupported > MAX_UNKNOWN || unexplored > MAX_UNKNOWN;
  return [
    ...(isMaybeZero(profit.difference.doublyRobust) ? [MAY_BE_CHANCE] : []),
    ...(effectiveSampleSize < MIN_EFFECTIVE || unknown ? [THIN_SUPPORT] : []),
    ...(unroutable > 0 ? [noChannel(unroutable)] : []),
  ];
};

const MAY_BE_CHANCE: Warning = {
  code: 'may_be_chance',
  en: 'The difference may be chance: its interval includes zero. A longer time tells more.',
  zh: '区间包含零，差异可能只是偶然；可延长回放时间。',
};

const THIN_SUPPORT: Warning = {
  code: 'thin_support',
  en: 'Few such payments ever took the channels that the draft chooses: the figures rest on expected success. Try it as a small "split" first.',
  zh: '历史上很少有此类支付走过草案所选的通道，数字主要依据预计成功率；建议先用小比例“split”试行。',
};

const noChannel = (count: number): Warning => ({
  code: 'no_channel',
  en: `The draft leaves no channel for ${counted(count)} payments: they could not be paid.`,
  zh: `草案使 ${counted(count)} 笔支付无通道可用，无法付款。`,
});

const isMaybeZero = ({ low, high }: MeanEstimate): boolean =>
  low === null || high === null || (low <= 0 && high >= 0);

const counted = (count: number): string => count.toLocaleString('en-US');

/** Averages of small amounts: one digit more than the currency has. */
const signed = (minor: number, currency: Currency): string => {
  const exponent = CURRENCY_EXPONENTS[currency];
  const text = (Math.abs(minor) / 10 ** exponent).toFixed(exponent + (exponent < 4 ? 1 : 0));
  if (Number(text) === 0) return text;
  return `${minor < 0 ? '-' : '+'}${text}`;
};
