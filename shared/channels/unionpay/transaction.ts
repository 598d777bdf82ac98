import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import type { Money } from '../../domain/money/money.ts';
import { textField } from '../wire/fields.ts';
import { readAmount } from './amount.ts';
import { beijingTime } from './beijing-time.ts';
import { askGateway } from './client.ts';
import type { UnionpayContext } from './config.ts';
import { mendableReason, NO_SUCH_TRANSACTION } from './status.ts';

/** A transaction's name at UnionPay. */
export interface TransactionName {
  readonly orderId: string;
  readonly at: Date | string;
}

export interface FoundTransaction {
  readonly kind: 'found';
  /** Its own answer code (`origRespCode`). */
  readonly code: string;
  readonly message: string;
  /** `01` payment, `04` refund, `31` void … `''` when it is not told. */
  readonly txnType: string;
  readonly amount?: Money;
  /** UnionPay's number (`queryId`). */
  readonly reference?: string;
  /** Of refunds: the payment's number. */
  readonly paymentReference?: string;
}

export type AskedTransaction =
  | FoundTransaction
  | { readonly kind: 'not_found'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string; readonly reason?: FailureReason };

/** `txnTime` of a transaction: Beijing time, to the second. */
export const txnTimeOf = ({ at }: Pick<TransactionName, 'at'>): string =>
  typeof at === 'string' ? at : beijingTime(at);

/** 00-00: what UnionPay knows of one of our transactions, by its number and time. */
export const askForTransaction = async (
  context: UnionpayContext,
  name: TransactionName,
): Promise<AskedTransaction> => {
  const txnTime = txnTimeOf(name);
  const reply = await askGateway(context, 'queryTrans.do', {
    txnType: '00',
    txnSubType: '00',
    bizType: '000000',
    orderId: name.orderId,
    txnTime,
  });
  if (reply.kind !== 'answer') return { kind: 'unknown', detail: reply.detail };
  const { code, words, fields } = reply;
  if (code === NO_SUCH_TRANSACTION) return { kind: 'not_found', detail: words };
  if (code !== '00') return { kind: 'unknown', detail: words, ...mendableReason(code) };
  if (fields.get('orderId') !== name.orderId || fields.get('txnTime') !== txnTime)
    return { kind: 'unknown', detail: 'UnionPay answered about another transaction' };
  const amount = readAmount(fields);
  const reference = textField(fields, 'queryId', 64);
  const paymentReference = textField(fields, 'origQryId', 64);
  return {
    kind: 'found',
    code: textField(fields, 'origRespCode', 20),
    message: textField(fields, 'origRespMsg'),
    txnType: textField(fields, 'txnType', 8),
    ...(amount ? { amount } : {}),
    ...(reference ? { reference } : {}),
    ...(paymentReference ? { paymentReference } : {}),
  };
};
