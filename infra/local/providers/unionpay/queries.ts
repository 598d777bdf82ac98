import type { SimulatedPayment } from '../kit/books.ts';
import type { Reply } from '../kit/exchange.ts';
import { answer, type Call, messageOf } from './call.ts';
import { chargeCode } from './cards.ts';
import type { UnionpayDesk } from './keys.ts';
import { findRefund, noteOf } from './refunds.ts';

const STATES = { pending: '05', done: '00', failed: '30' } as const;

const found = (
  desk: UnionpayDesk,
  call: Call,
  code: string,
  more: Readonly<Record<string, string>>,
): Reply => answer(desk, call, '00', { origRespCode: code, origRespMsg: messageOf(code), ...more });

/** 00-00: what became of a transaction, by its number and time. */
export const tellTransaction = (desk: UnionpayDesk, call: Call): Reply => {
  const refunded = findRefund(desk, call);
  if (refunded) return tellRefund(desk, call, refunded);
  const { merchant, fields } = call;
  const payment = desk.books.byNumber(merchant.id, fields.orderId ?? '');
  if (!payment || payment.extra.merId !== fields.merId || payment.method === 'open')
    return answer(desk, call, '34');
  const code =
    payment.method === 'token'
      ? chargeCode(payment, fields.txnTime ?? '')
      : pageCode(call, payment);
  return code === undefined
    ? answer(desk, call, '34')
    : found(desk, call, code, {
        txnType: '01',
        txnSubType: '01',
        txnAmt: String(payment.paidMinor || payment.minor),
        currencyCode: '156',
        queryId: payment.reference,
      });
};

/** A payment on the page; a declined one says why until the buyer takes another card. */
const pageCode = (
  { merchant, fields }: Call,
  { state, extra }: SimulatedPayment,
): string | undefined => {
  if (extra.txnTime !== fields.txnTime) return undefined;
  if (state === 'paid') return '00';
  return state === 'declined' ? String(merchant.behaviour.habits.declineCode ?? '64') : '05';
};

const tellRefund = (
  desk: UnionpayDesk,
  call: Call,
  { payment, refund }: NonNullable<ReturnType<typeof findRefund>>,
): Reply => {
  const note = noteOf(payment, refund);
  if (note?.txnTime !== call.fields.txnTime) return answer(desk, call, '34');
  return found(desk, call, STATES[refund.state], {
    txnType: note?.txnType ?? '04',
    txnSubType: '00',
    txnAmt: String(refund.minor),
    currencyCode: '156',
    queryId: refund.reference,
    origQryId: payment.reference,
  });
};
