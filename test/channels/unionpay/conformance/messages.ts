import { A_PROVIDER_REFERENCE, AN_ORDER_NUMBER } from '#test/channels/conformance/contexts.ts';
import type { ProviderMessage } from '#test/channels/conformance/subject.ts';
import { MER_ID, reply, type WireFields } from '../provider-side.ts';
import type { Account } from './account.ts';

/** 12:00 UTC is 20:00 in Beijing. */
export const TXN_TIME = '20261101200000';
export const CHARGE_TIME = '20261101200130';

export const paymentFields = (change: WireFields = {}): WireFields => ({
  accessType: '0',
  bizType: '000201',
  currencyCode: '156',
  merId: MER_ID,
  orderId: AN_ORDER_NUMBER,
  queryId: A_PROVIDER_REFERENCE,
  respCode: '00',
  respMsg: '成功[0000000]',
  settleAmt: '1000',
  settleCurrencyCode: '156',
  settleDate: '1101',
  traceNo: '067402',
  traceTime: '1101200000',
  txnAmt: '1000',
  txnSubType: '01',
  txnTime: TXN_TIME,
  txnType: '01',
  ...change,
});

export const messageFields = (message: ProviderMessage): WireFields =>
  paymentFields({
    orderId: message.orderNumber,
    queryId: message.providerReference,
    respCode: message.status,
    txnAmt: message.amount,
    currencyCode: message.currency ?? '156',
  });

/** Replies as one kind of account gets them. */
export const repliesFor = ({ signedAs }: Pick<Account, 'signedAs'>) => {
  const signed = (fields: WireFields) => reply(fields, signedAs);
  return {
    signed,
    told: (origRespCode: string, change: WireFields = {}) =>
      signed(paymentFields({ origRespCode, origRespMsg: '…', ...change })),
    none: signed({ respCode: '34', respMsg: '查无此交易[2600000]', orderId: AN_ORDER_NUMBER }),
    refused: (respCode: string, respMsg = '…') => signed({ respCode, respMsg }),
  };
};
