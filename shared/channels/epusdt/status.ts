import type { ProviderStatus } from '../../domain/callbacks/notification.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';

/**
 * `status` of an order. 1 waits, 2 is paid, 3 ran out; BEpusdt also: 4 cancelled, 5 waits for the chain's confirmation,
 * 6 was on the chain and failed there. What ran out may still be paid by somebody who copied the address.
 */
const STATUSES: Readonly<Record<string, ProviderStatus>> = {
  '1': 'pending',
  '2': 'succeeded',
  '3': 'closed',
  '4': 'closed',
  '5': 'pending',
  '6': 'failed',
};

export const orderStatus = (word: string): ProviderStatus =>
  Object.hasOwn(STATUSES, word) ? (STATUSES[word] ?? 'unknown') : 'unknown';

/** `status_code` of Epusdt's refusals (`errno.go`). 10002 (the number is known) is no refusal: it may be paid. */
const CODES: Readonly<Record<string, FailureReason>> = {
  '401': 'invalid_credentials',
  '10003': 'account_suspended',
  '10004': 'amount_out_of_range',
  '10005': 'limit_reached',
  '10006': 'provider_maintenance',
};

/** BEpusdt refuses in words, with `status_code` 400. */
const WORDS: readonly (readonly [RegExp, FailureReason])[] = [
  [/签名|signature|\bsign\b/i, 'invalid_credentials'],
  [/地址不合法|not allowed|invalid url/i, 'invalid_credentials'],
  [/金额|amount/i, 'amount_out_of_range'],
  [/钱包|收款地址|没有可用|wallet|address/i, 'account_suspended'],
  [/交易类型|不支持|trade_?type|unsupported/i, 'method_unavailable'],
  [/汇率|rate/i, 'provider_maintenance'],
];

export const refusalReason = (code: string, message: string): FailureReason =>
  (Object.hasOwn(CODES, code) ? CODES[code] : undefined) ??
  WORDS.find(([words]) => words.test(message))?.[1] ??
  'provider_refused';

/** Refusals after which an order may exist all the same: the number is known, or the gateway stumbled on its way. */
export const leavesOpen = (code: string, message: string): boolean =>
  code === '10002' ||
  code === '500' ||
  (code === '400' && /系统错误|system error/i.test(message)) ||
  /已存在|重复|已支付|already|exists|duplicate/i.test(message);

export const saysNoSuchOrder = (code: string, message: string): boolean =>
  code === '10008' || /订单不存在|order not found/i.test(message);
