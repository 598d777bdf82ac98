import { DEVICE_NAMES, METHOD_NAMES, STATUS_NAMES } from '#shared/domain/channels/channel-names.ts';
import { formatDecimalAmount, type Money } from '#shared/domain/money/money.ts';
import type { RuleReason } from '../rules/explain-rule.ts';
import type { Finding } from './finding.ts';

/** One reason of a decision: a code for programs, a sentence for people. */
export interface Reason {
  readonly code: Finding['code'] | RuleReason['code'];
  readonly en: string;
  readonly zh: string;
}

/** Puts a finding into plain words. */
export const explain = (finding: Finding): Reason => ({ code: finding.code, ...words(finding) });

const words = (finding: Finding): { en: string; zh: string } => {
  switch (finding.code) {
    case 'provider_unavailable':
      return {
        en: 'This version of the system cannot speak to the provider.',
        zh: '当前系统版本不支持该支付服务商。',
      };
    case 'channel_not_enabled': {
      const status = STATUS_NAMES[finding.status];
      return {
        en: `The channel is ${status.en} and takes no new payments.`,
        zh: `通道状态为“${status.zh}”，不接新单。`,
      };
    }
    case 'already_tried':
      return {
        en: 'This order has tried the channel before.',
        zh: '该订单已经尝试过此通道。',
      };
    case 'upstream_failed':
      return {
        en: `Its upstream "${finding.upstream}" has just failed for this order.`,
        zh: `其上游“${finding.upstream}”刚刚在该订单上失败。`,
      };
    case 'method_not_offered': {
      const method = METHOD_NAMES[finding.method];
      return { en: `It does not offer ${method.en}.`, zh: `不支持${method.zh}。` };
    }
    case 'device_not_supported': {
      const device = DEVICE_NAMES[finding.device];
      return { en: `It does not work in ${device.en}.`, zh: `不能在${device.zh}中使用。` };
    }
    case 'client_sdk_missing':
      return {
        en: `It needs a front end that runs "${finding.sdk}", and the one that asks does not.`,
        zh: `该通道需要能运行“${finding.sdk}”的前端，当前前端不支持。`,
      };
    case 'phone_missing':
      return {
        en: 'It needs the phone number that pays, and the buyer gave none.',
        zh: '该通道需要付款手机号，买家未提供。',
      };
    case 'currency_not_supported':
      return {
        en: `It takes ${finding.channelCurrency}, not ${finding.currency}.`,
        zh: `通道币种为 ${finding.channelCurrency}，不收 ${finding.currency}。`,
      };
    case 'amount_too_small':
      return {
        en: `${amount(finding.amount)} is below its minimum of ${amount(finding.min)}.`,
        zh: `金额 ${amount(finding.amount)} 低于单笔下限 ${amount(finding.min)}。`,
      };
    case 'amount_too_large':
      return {
        en: `${amount(finding.amount)} is above its maximum of ${amount(finding.max)}.`,
        zh: `金额 ${amount(finding.amount)} 高于单笔上限 ${amount(finding.max)}。`,
      };
    case 'issuer_limit_exceeded':
      return {
        en: `A payment from bank ${finding.issuer} may be ${amount(finding.max)} at most here.`,
        zh: `该通道对 ${finding.issuer} 银行的单笔上限为 ${amount(finding.max)}。`,
      };
    case 'risk_too_high':
      return {
        en: `It takes payments of ${finding.max} risk at most; this one is ${finding.risk}.`,
        zh: `该通道最高接受${RISK_NAMES[finding.max]}风险，本单为${RISK_NAMES[finding.risk]}风险。`,
      };
    case 'restricted':
      return finding.source === 'product'
        ? { en: 'The product may not be paid for this way.', zh: '该商品不允许使用此支付方式。' }
        : { en: 'The risk check does not allow it.', zh: '风控不允许使用此通道。' };
    case 'contract_rate_reached':
      return {
        en: `It is at its contract's limit of ${finding.perSecond} payments a second.`,
        zh: `已达合同约定的每秒 ${finding.perSecond} 笔上限。`,
      };
    case 'daily_cap_exceeded':
      return {
        en: `${amount(finding.amount)} alone exceeds its daily cap of ${amount(finding.cap)}.`,
        zh: `金额 ${amount(finding.amount)} 已超过单日限额 ${amount(finding.cap)}。`,
      };
    case 'daily_cap_reached':
      return {
        en: `Only ${amount(finding.left)} of its daily cap of ${amount(finding.cap)} is left today.`,
        zh: `单日限额 ${amount(finding.cap)} 今日仅剩 ${amount(finding.left)}。`,
      };
    case 'maintenance_now':
      return {
        en: `The provider is under maintenance until ${finding.endsAt}.`,
        zh: `服务商维护中，预计 ${finding.endsAt} 结束。`,
      };
    case 'maintenance_before_expiry':
      return {
        en: `The provider's maintenance begins at ${finding.startsAt}, before the payment expires.`,
        zh: `服务商将于 ${finding.startsAt} 开始维护，早于本次支付的过期时间。`,
      };
    case 'main_channel':
      return { en: 'It is a main channel.', zh: '主通道。' };
    case 'backup_channel':
      return {
        en: 'It is a backup channel: tried after every main channel.',
        zh: '备用通道：排在所有主通道之后。',
      };
    case 'priority':
      return {
        en: `Its priority is ${finding.priority}; lower comes first.`,
        zh: `优先级为 ${finding.priority}，数字越小越靠前。`,
      };
    case 'only_of_its_priority':
      return { en: 'No other channel shares its priority.', zh: '同级没有其他通道。' };
    case 'weight_share': {
      const share = Math.round((1000 * finding.weight) / finding.totalWeight) / 10;
      return {
        en: `Among channels of its priority it has weight ${finding.weight} of ${finding.totalWeight}: the draw puts it first ${share} % of the time.`,
        zh: `同级通道按权重抽取：权重 ${finding.weight}/${finding.totalWeight}，排第一的概率为 ${share}%。`,
      };
    }
    case 'weight_zero':
      return {
        en: 'Its weight is 0: it comes after the others of its priority.',
        zh: '权重为 0：排在同级通道最后。',
      };
    case 'expected_success':
      return {
        en: `Expected success ${percent(finding.p)} (usually ${percent(finding.usual)}).`,
        zh: `预计成功率 ${percent(finding.p)}（平时 ${percent(finding.usual)}）。`,
      };
    case 'expected_profit': {
      const profit = `${finding.loss ? '-' : ''}${amount(finding.profit)}`;
      return {
        en: `After all costs this payment is worth ${profit} to you here.`,
        zh: `扣除全部成本后，本单在此通道的预期收益为 ${profit}。`,
      };
    }
    case 'expected_cost':
      return {
        en: `A success costs ${amount(finding.cost)} in fees, withdrawal, hidden costs and waiting.`,
        zh: `成功一笔的费用（手续费、提现、隐性与资金占用）为 ${amount(finding.cost)}。`,
      };
    case 'broken': {
      const { since, triedFrom } = finding;
      return {
        en: `It has been failing since ${since} and comes last until it works again${triedFrom ? `; it is tried from ${triedFrom} on` : ''}.`,
        zh: `自 ${since} 起异常，恢复前排在最后${triedFrom ? `；${triedFrom} 起小额试单` : ''}。`,
      };
    }
    case 'impaired':
      return {
        en: `It is at ${percent(finding.factor)} of its usual success just now.`,
        zh: `当前成功率为平时的 ${percent(finding.factor)}。`,
      };
    case 'issuer_impaired':
      return {
        en: `Payments from bank ${finding.issuer} are at ${percent(finding.factor)} of their usual success here.`,
        zh: `${finding.issuer} 银行在此通道的成功率为平时的 ${percent(finding.factor)}。`,
      };
    case 'near_contract_rate':
      return {
        en: `It carries ${finding.perSecond} payments a second; its contract allows ${finding.max}.`,
        zh: `当前每秒 ${finding.perSecond} 笔，合同上限每秒 ${finding.max} 笔。`,
      };
    case 'near_daily_cap':
      return {
        en: `Only ${amount(finding.left)} of its daily cap is left.`,
        zh: `单日限额仅剩 ${amount(finding.left)}。`,
      };
    case 'forced':
      return {
        en: `An operator has put it first: ${finding.reason.replace(/\.$/, '')}.`,
        zh: `操作员已手动置顶该通道：${finding.reason.replace(/[.。]$/, '')}。`,
      };
    case 'exploration':
      return {
        en: 'Drawn to learn how it does just now: a small share of small payments is.',
        zh: '少量小额订单用于探测通道近况，本单抽中此通道。',
      };
    case 'trial':
      return {
        en: 'A small payment tries whether it works again.',
        zh: '小额试单，检验通道是否恢复。',
      };
  }
};

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

const RISK_NAMES = { low: '低', medium: '中', high: '高' } as const;

const amount = (value: Money): string => `${formatDecimalAmount(value)} ${value.currency}`;
