import type { ProviderStatus } from '../../domain/callbacks/notification.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';

/**
 * 0 made, 1 being paid, 2 paid, 3 failed, 4 cancelled, 5 paid back, 6 closed (`QueryPayOrderRS`).
 * 5 says that money came and went: it is neither "paid" nor "closed", a person must look.
 */
const STATES: Readonly<Record<string, ProviderStatus>> = {
  '0': 'pending',
  '1': 'pending',
  '2': 'succeeded',
  '3': 'failed',
  '4': 'closed',
  '5': 'unknown',
  '6': 'closed',
};

export const orderState = (word: string): ProviderStatus =>
  Object.hasOwn(STATES, word) ? (STATES[word] ?? 'unknown') : 'unknown';

/** 0 made, 1 in work, 2 done, 3 failed; the open engine's tasks also write 4 (timed out, closed). */
const REFUND_STATES = {
  '0': 'pending',
  '1': 'pending',
  '2': 'succeeded',
  '3': 'failed',
  '4': 'failed',
} as const;

export const refundState = (word: string): 'pending' | 'succeeded' | 'failed' | 'unknown' =>
  Object.hasOwn(REFUND_STATES, word)
    ? REFUND_STATES[word as keyof typeof REFUND_STATES]
    : 'unknown';

/** Refusals by their words (`BizException`s of the open engine), first match wins. */
const REFUSALS: readonly (readonly [RegExp, FailureReason])[] = [
  [/维护|maintenance/i, 'provider_maintenance'],
  [/验签|签名|appId与商户号不匹配|商户或商户应用不存在|参数有误/i, 'invalid_credentials'],
  [/(?:商户|应用)[^，。]{0,12}(?:状态不可用|不可用)|冻结|停用/, 'account_suspended'],
  [/支付方式|通道|接口|支付配置|未开通|客户端/, 'method_unavailable'],
  [/金额/, 'amount_out_of_range'],
  [/频繁|too many/i, 'rate_limited'],
  [/限额|额度|上限/, 'limit_reached'],
  [/风控|风险|黑名单/, 'risk_refused'],
  [/违禁|违规/, 'goods_refused'],
];

export const refusalReason = (message: string): FailureReason =>
  REFUSALS.find(([words]) => words.test(message))?.[1] ?? 'provider_refused';

/** Codes and words after which an order, or a refund, may exist all the same. */
export const leavesOpen = (code: string, message: string): boolean =>
  code === '10' || code === '12' || /系统异常|已存在|超时|未知|time[d ]?-? ?out/i.test(message);

export const saysNoSuchOrder = (message: string): boolean => /订单不存在/.test(message);
export const saysNumberIsKnown = (message: string): boolean => /已存在/.test(message);
/** Another refund of the same payment is in work. */
export const saysTryLater = (message: string): boolean => /在途退款|稍后再试/.test(message);
