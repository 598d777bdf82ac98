import type { ProviderStatus, RefundNotification } from '../../domain/callbacks/notification.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import type { Refusal } from './client.ts';

const lookUp = <Meaning>(
  words: Readonly<Record<string, Meaning>>,
  word: string,
): Meaning | undefined => (Object.hasOwn(words, word) ? words[word] : undefined);

/**
 * `trade_state`. `REFUND` says that money came and went back, all or in part: neither "paid" (the card would go out
 * for money that is gone) nor "closed". Our own refunds follow a payment that we know of, so whoever learns of a payment
 * by this word missed a refund made by hand: a person must look.
 */
const TRADE_STATES: Readonly<Record<string, ProviderStatus>> = {
  SUCCESS: 'succeeded',
  REFUND: 'unknown',
  NOTPAY: 'pending',
  USERPAYING: 'pending',
  ACCEPT: 'pending',
  CLOSED: 'closed',
  REVOKED: 'closed',
  PAYERROR: 'failed',
};

/** Any other word is `unknown`, never a guess. */
export const tradeState = (word: string): ProviderStatus => lookUp(TRADE_STATES, word) ?? 'unknown';

/**
 * `refund_status` and `status` of refunds. `ABNORMAL`: the merchant's money has left, and the buyer's bank did not take it.
 * That is no failure, which would say that no money moved and leave the amount to be paid back once more: under the same
 * number it still succeeds when a person has said where it is to go.
 */
const REFUND_STATUSES: Readonly<Record<string, RefundNotification['status']>> = {
  SUCCESS: 'succeeded',
  PROCESSING: 'pending',
  CLOSED: 'failed',
  ABNORMAL: 'unknown',
};

export const refundStatus = (word: string): RefundNotification['status'] =>
  lookUp(REFUND_STATUSES, word) ?? 'unknown';

/** Both spellings are on the wire. */
const NO_SUCH_ORDER = new Set(['ORDER_NOT_EXIST', 'ORDERNOTEXIST']);
const ORDER_PAID = new Set(['ORDERPAID', 'ORDER_PAID']);
const ORDER_CLOSED = new Set(['ORDERCLOSED', 'ORDER_CLOSED']);

const NO_SUCH_REFUND = new Set(['RESOURCE_NOT_EXISTS', 'REFUND_NOT_EXISTS', 'REFUNDNOTEXIST']);

export const saysNoSuchRefund = ({ code }: Refusal): boolean => NO_SUCH_REFUND.has(code);

export const saysNoSuchOrder = ({ code }: Refusal): boolean => NO_SUCH_ORDER.has(code);

export const saysPaid = ({ code, message }: Refusal): boolean =>
  ORDER_PAID.has(code) || /订单已支付/.test(message);

export const saysClosed = ({ code, message }: Refusal): boolean =>
  ORDER_CLOSED.has(code) || /订单(?:已关闭|已失效)/.test(message);

/** WeChat Pay has an order under this number already, made with other parameters: it may be paid. */
export const saysOrderExists = (refusal: Refusal): boolean =>
  saysPaid(refusal) ||
  refusal.code === 'OUT_TRADE_NO_USED' ||
  /重入|不一致|订单号重复|已存在/.test(refusal.message);

/** Causes that stand in the message alone; the code says no more than "no". First match wins. */
const REASONS_IN_WORDS: readonly (readonly [RegExp, FailureReason])[] = [
  [/维护|升级/, 'provider_maintenance'],
  [/收款功能已被限制|冻结|注销|状态为不可用/, 'account_suspended'],
  [/单日收款|收款.{0,6}(?:限额|上限)|超出.{0,6}限额/, 'limit_reached'],
  [/违规|违禁/, 'goods_refused'],
  [/风险|风控|交易异常|存在异常/, 'risk_refused'],
  [/金额/, 'amount_out_of_range'],
  [/签名|证书|不匹配|受理关系|mchid|mch_id/i, 'invalid_credentials'],
  [/权限|未开通|授权/, 'method_unavailable'],
];

/** Codes whose message adds nothing. Source: the error tables of the order interfaces (pay.weixin.qq.com/doc/v3). */
const REASONS: Readonly<Record<string, FailureReason>> = {
  SIGN_ERROR: 'invalid_credentials',
  APPID_MCHID_NOT_MATCH: 'invalid_credentials',
  MCH_NOT_EXISTS: 'invalid_credentials',
  OPENID_MISMATCH: 'invalid_credentials',
  FREQUENCY_LIMITED: 'rate_limited',
  FREQUENCY_LIMIT_EXCEED: 'rate_limited',
  RATELIMIT_EXCEEDED: 'rate_limited',
  ACCOUNT_ERROR: 'instrument_expired',
  ACCOUNTERROR: 'instrument_expired',
  NOT_ENOUGH: 'insufficient_funds',
  NOTENOUGH: 'insufficient_funds',
};

/** Codes that need the message to say more. */
const REASONS_WITHOUT_WORDS: Readonly<Record<string, FailureReason>> = {
  NO_AUTH: 'method_unavailable',
  NOAUTH: 'method_unavailable',
  RULE_LIMIT: 'limit_reached',
  RULELIMIT: 'limit_reached',
  TRADE_ERROR: 'declined',
};

/** Why an order was refused; plain `provider_refused` when the words are new. */
export const refusalReason = (refusal: Refusal): FailureReason =>
  (saysClosed(refusal) ? 'duplicate_order_number' : undefined) ??
  lookUp(REASONS, refusal.code) ??
  REASONS_IN_WORDS.find(([words]) => words.test(refusal.message))?.[1] ??
  lookUp(REASONS_WITHOUT_WORDS, refusal.code) ??
  'provider_refused';

/**
 * Refund refusals after which no money moved under this number. Any other word leaves that open.
 * Source: the error table of the refund interface.
 */
const REFUND_REFUSALS: Readonly<Record<string, { readonly isTransient: boolean }>> = {
  PARAM_ERROR: { isTransient: false },
  INVALID_REQUEST: { isTransient: false },
  SIGN_ERROR: { isTransient: false },
  NO_AUTH: { isTransient: false },
  MCH_NOT_EXISTS: { isTransient: false },
  RESOURCE_NOT_EXISTS: { isTransient: false },
  USER_ACCOUNT_ABNORMAL: { isTransient: false },
  NOT_ENOUGH: { isTransient: false },
  REQUEST_BLOCKED: { isTransient: false },
  FREQUENCY_LIMITED: { isTransient: true },
};

/** @returns `undefined` when it stays open what became of the refund */
export const refundRefusal = ({
  code,
  message,
}: Refusal): { readonly isTransient: boolean } | undefined => {
  const known = lookUp(REFUND_REFUSALS, code);
  const isOpen = /处理中|稍后|重入|不一致|系统繁忙|已存在/.test(message);
  return known?.isTransient || !isOpen ? known : undefined;
};

/** `errcode` of the exchange of an authorisation code that was used, is too old, or was never one. */
export const isCodeSpent = (errcode: number): boolean => [40029, 40163, 42003].includes(errcode);

/** Causes in the merchant's settings: unknown app, wrong AppSecret, an address that the app does not allow. */
export const isAppRefused = (errcode: number): boolean =>
  [40001, 40013, 40125, 40164, 41002, 41004, 48001, 50002].includes(errcode);
