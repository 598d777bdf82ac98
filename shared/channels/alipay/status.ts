import type { ProviderStatus } from '../../domain/callbacks/notification.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';

/**
 * `trade_status`. `TRADE_FINISHED` is paid and can no longer be paid back. `TRADE_CLOSED` is also what a trade becomes when
 * all of it was paid back: what else the message says tells the two apart.
 */
const TRADE_STATUS: Readonly<Record<string, ProviderStatus>> = {
  WAIT_BUYER_PAY: 'pending',
  TRADE_SUCCESS: 'succeeded',
  TRADE_FINISHED: 'succeeded',
  TRADE_CLOSED: 'closed',
};

/** Any other word is `unknown`, never a guess. */
export const tradeStatus = (word: string): ProviderStatus =>
  Object.hasOwn(TRADE_STATUS, word) ? (TRADE_STATUS[word] ?? 'unknown') : 'unknown';

export interface RefusalWords {
  readonly code: string;
  readonly subCode: string;
}

/** The gateway refused, and the business behind it was not reached. */
export const isFromGateway = ({ code }: Pick<RefusalWords, 'code'>): boolean =>
  /^(?:20001|4000[12356])$/.test(code);

/** The number is nowhere in Alipay's books. A trade by link or code begins when the buyer has signed in there. */
export const saysNoSuchTrade = ({ subCode }: RefusalWords): boolean =>
  subCode === 'ACQ.TRADE_NOT_EXIST';

/** The trade is in another state than the call needs; which one, only a query tells. */
const WRONG_STATE = new Set([
  'ACQ.TRADE_STATUS_ERROR',
  'ACQ.REASON_TRADE_STATUS_INVALID',
  'ACQ.REASON_ILLEGAL_STATUS',
  'ACQ.TRADE_HAS_SUCCESS',
  'ACQ.TRADE_HAS_FINISHED',
  'ACQ.TRADE_HAS_CLOSE',
]);
export const saysWrongState = ({ subCode }: RefusalWords): boolean => WRONG_STATE.has(subCode);

/**
 * Refusals that do not say that nothing happened: Alipay's own errors, and those that say a trade stands under this number
 * already, which may be paid or still be paid.
 */
const OPEN = new Set([
  'ACQ.SYSTEM_ERROR',
  'AQC.SYSTEM_ERROR',
  'ACQ.TRADE_HAS_SUCCESS',
  'ACQ.TRADE_HAS_FINISHED',
  'ACQ.CONTEXT_INCONSISTENT',
  'ACQ.TRADE_BUYER_NOT_MATCH',
  'ACQ.DISCORDANT_REPEAT_REQUEST',
  'ACQ.REFUND_CHARGE_ERROR',
]);
export const leavesOpen = ({ code, subCode }: RefusalWords): boolean =>
  code === '20000' ||
  OPEN.has(subCode) ||
  /^(?:isp|aop)\.(?:unknow|ACQ\.SYSTEM|inner)/i.test(subCode) ||
  (code === '40004' && subCode === '');

/**
 * Business words. Sources: the interface documents' tables of precreate, app.pay, pay, close and refund, as public clients
 * carry them.
 */
const BUSINESS: Readonly<Record<string, FailureReason>> = {
  'ACQ.ACCESS_FORBIDDEN': 'method_unavailable',
  'ACQ.EXIST_FORBIDDEN_WORD': 'goods_refused',
  'ACQ.PARTNER_ERROR': 'invalid_credentials',
  'ACQ.TOTAL_FEE_EXCEED': 'amount_out_of_range',
  'ACQ.PRODUCT_AMOUNT_LIMIT_ERROR': 'amount_out_of_range',
  'ACQ.BEYOND_PAY_RESTRICTION': 'limit_reached',
  'ACQ.BEYOND_PER_RECEIPT_RESTRICTION': 'limit_reached',
  'ACQ.BEYOND_PER_RECEIPT_SINGLE_RESTRICTION': 'amount_out_of_range',
  'ACQ.BEYOND_PER_RECEIPT_DAY_RESTRICTION': 'limit_reached',
  'ACQ.MERCHANT_PERM_RECEIPT_SUSPEND_LIMIT': 'account_suspended',
  'ACQ.MERCHANT_PERM_RECEIPT_SINGLE_LIMIT': 'amount_out_of_range',
  'ACQ.MERCHANT_PERM_RECEIPT_DAY_LIMIT': 'limit_reached',
  'ACQ.MERCHANT_STATUS_NOT_NORMAL': 'account_suspended',
  'ACQ.MERCHANT_AGREEMENT_INVALID': 'method_unavailable',
  'ACQ.MERCHANT_AGREEMENT_NOT_EXIST': 'method_unavailable',
  'ACQ.SECONDARY_MERCHANT_ISV_PUNISH_INDIRECT': 'account_suspended',
  'ACQ.SECONDARY_MERCHANT_STATUS_ERROR': 'account_suspended',
  'ACQ.SELLER_BEEN_BLOCKED': 'account_suspended',
  'ACQ.SELLER_NOT_EXIST': 'invalid_credentials',
  'ACQ.PAYMENT_REQUEST_HAS_RISK': 'risk_refused',
  'ACQ.BUYER_ENABLE_STATUS_FORBID': 'risk_refused',
  'ACQ.BUYER_SELLER_EQUAL': 'risk_refused',
  'ACQ.BUYER_BALANCE_NOT_ENOUGH': 'insufficient_funds',
  'ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH': 'insufficient_funds',
  'ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR': 'insufficient_funds',
  'ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR': 'insufficient_funds',
  'ACQ.ERROR_BALANCE_PAYMENT_DISABLE': 'declined',
  'ACQ.ERROR_BUYER_CERTIFY_LEVEL_LIMIT': 'declined',
  'ACQ.MOBILE_PAYMENT_SWITCH_OFF': 'declined',
  'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR': 'expired',
  'ACQ.PAYMENT_FAIL': 'declined',
  'ACQ.PULL_MOBILE_CASHIER_FAIL': 'declined',
  'ACQ.NO_PAYMENT_INSTRUMENTS_AVAILABLE': 'instrument_expired',
  'ACQ.USER_FACE_PAYMENT_SWITCH_OFF': 'method_unavailable',
  'ACQ.TRADE_HAS_CLOSE': 'duplicate_order_number',
};

/** The gateway's own words, from the table of public codes (公共错误码). First match wins. */
const GATEWAY: readonly (readonly [RegExp, FailureReason])[] = [
  [/call-limited|call_limit/i, 'rate_limited'],
  [
    /no-product-reg|auth-token-no-api|not-support|forbidden|insufficient-(?:isv|user)-permissions/,
    'method_unavailable',
  ],
  [/(?:auth-token|signature|app-id|appid|cert|encrypt|timestamp|missing-)/i, 'invalid_credentials'],
];

const BY_CODE: Readonly<Record<string, FailureReason>> = {
  '20001': 'invalid_credentials',
  '40001': 'invalid_credentials',
  '40005': 'rate_limited',
  '40006': 'method_unavailable',
};

/** Why Alipay refused; plain `provider_refused` when the words are new. */
export const refusalReason = ({ code, subCode }: RefusalWords): FailureReason =>
  (Object.hasOwn(BUSINESS, subCode) ? BUSINESS[subCode] : undefined) ??
  (code === '40004' ? undefined : GATEWAY.find(([words]) => words.test(subCode))?.[1]) ??
  (Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined) ??
  'provider_refused';

/** The bill of that day is not there: the document says `BILL_NOT_EXIST`, the gateway `isp.bill_not_exist`. */
export const saysNoSuchBill = ({ subCode }: RefusalWords): boolean =>
  /bill_not_exist$/i.test(subCode);
