import type { ProviderStatus } from '../../domain/callbacks/notification.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';

/**
 * `trade_status` of a notification. The documents name one word; the others are Alipay's, which gateways that pass
 * their upstream's word through have been seen to use.
 */
const TRADE_STATUS: Readonly<Record<string, ProviderStatus>> = {
  TRADE_SUCCESS: 'succeeded',
  WAIT_BUYER_PAY: 'pending',
};

/** Any other word is `unknown`, never a guess. */
export const tradeStatus = (word: string): ProviderStatus =>
  Object.hasOwn(TRADE_STATUS, word) ? (TRADE_STATUS[word] ?? 'unknown') : 'unknown';

/**
 * `status` of an order query: 0 unpaid, 1 paid, 2 refunded, 3 frozen, 4 pre-authorised.
 *
 * 2 and 3 say that money came, and that it is not (or not all) with the merchant now. Neither "paid" (the card would
 * go out for money that went back) nor "closed" (the payment would be forgotten) is right: a person must look.
 */
const ORDER_STATUS: Readonly<Record<string, ProviderStatus>> = {
  '0': 'pending',
  '1': 'succeeded',
  '2': 'unknown',
  '3': 'unknown',
  '4': 'pending',
};

export const orderStatus = (word: string): ProviderStatus =>
  Object.hasOwn(ORDER_STATUS, word) ? (ORDER_STATUS[word] ?? 'unknown') : 'unknown';

/** What gateways say when the query names an order they do not have. Not "no such merchant". */
export const saysNoSuchOrder = (message: string): boolean =>
  /订单[^，。]{0,12}不存在|不存在[^，。]{0,6}订单|order (?:was )?(?:not found|does not exist)|no such order/i.test(
    message,
  );

/** What gateways say when they already have an order under this number: it may be paid, or still be paid. */
export const saysOrderExists = (message: string): boolean =>
  /已完成支付|已支付|支付参数有变化|重复|已存在|already (?:exists|paid)|duplicate/i.test(message);

/** Refusals by their words, first match wins. Sources: the messages of the open v1 engine. */
const REFUSALS: readonly (readonly [RegExp, FailureReason])[] = [
  [/维护|maintenance/i, 'provider_maintenance'],
  [/封禁|(?:商户|账[户号])[^，。！]{0,10}(?:冻结|停用|禁用|审核|余额不足)/, 'account_suspended'],
  [/签名|密钥|商户(?:ID)?(?:不存在|不能为空|错误)|验签|\bsign/i, 'invalid_credentials'],
  [/最大支付|最小支付|金额|单笔/, 'amount_out_of_range'],
  [/频繁|too many/i, 'rate_limited'],
  [/今天已无法|上限|限额|额度/, 'limit_reached'],
  [/禁止出售|违禁|违规/, 'goods_refused'],
  [/安全验证|系统异常无法完成付款|风控|风险|黑名单/, 'risk_refused'],
  [/支付方式|通道|渠道|未开通|不支持|暂无可用/, 'method_unavailable'],
];

/** Why a gateway refused, from its free text; plain `provider_refused` when the words are new. */
export const refusalReason = (message: string): FailureReason =>
  REFUSALS.find(([words]) => words.test(message))?.[1] ?? 'provider_refused';

/**
 * Refund refusals that leave open whether money moved: the upstream did not answer, or the order is "not in the paid
 * state", which an earlier refund of the same order may have caused.
 */
export const leavesRefundOpen = (message: string): boolean =>
  /超时|处理中|未知|网络|系统繁忙|系统错误|稍后|已退款|重复|已支付状态|time[d ]?-? ?out|curl|SYSTEM_?ERROR/i.test(
    message,
  );
