import type { SimulatedPayment, SimulatedRefund } from '../kit/books.ts';
import type { Reply } from '../kit/exchange.ts';
import { refundPayment } from '../kit/refund-payment.ts';
import { answer, type Call, faultAfter } from './call.ts';
import type { UnionpayDesk } from './keys.ts';

/** What a refund's record lacks. */
export interface RefundNote {
  readonly txnType: string;
  readonly txnTime: string;
  readonly backUrl: string;
}

export const noteOf = (
  { extra }: SimulatedPayment,
  { number }: Pick<SimulatedRefund, 'number'>,
): RefundNote | undefined => extra[`refund ${number}`] as RefundNote | undefined;

/** 04-00 refund, 31-00 void of all of it. */
export const payBack = (desk: UnionpayDesk, call: Call): Reply => {
  const { fields, merchant } = call;
  const { origQryId = '', orderId: number = '', txnType = '', txnTime = '', backUrl = '' } = fields;
  const payment = desk.books.byReference(origQryId);
  if (!payment || payment.extra.merId !== fields.merId) return answer(desk, call, '35');
  const minor = Number(fields.txnAmt ?? 0);
  const isVoid = txnType === '31';
  if (isVoid && (merchant.behaviour.habits.voidsClosed === true || minor !== payment.paidMinor))
    return answer(desk, call, '35');
  payment.extra[`refund ${number}`] = { txnType, txnTime, backUrl } satisfies RefundNote;
  const result = refundPayment(desk, merchant, payment, { number, minor });
  switch (result.kind) {
    case 'refunded':
      return result.again
        ? answer(desk, call, '12')
        : (faultAfter(call) ??
            answer(desk, call, '00', { queryId: result.refund.reference, origQryId }));
    case 'too_much':
      return answer(desk, call, '36');
    case 'refused':
      return answer(desk, call, result.word);
    case 'not_paid':
      return answer(desk, call, '35');
    case 'number_taken':
      return answer(desk, call, '12');
  }
};

export const findRefund = (
  { books }: UnionpayDesk,
  { merchant, fields }: Call,
): { payment: SimulatedPayment; refund: SimulatedRefund } | undefined => {
  for (const payment of books.payments(merchant.id)) {
    const refund = payment.refunds.find(({ number }) => number === fields.orderId);
    if (refund && payment.extra.merId === fields.merId) return { payment, refund };
  }
  return undefined;
};
