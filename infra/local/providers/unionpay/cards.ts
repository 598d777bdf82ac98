import { randomInt } from 'node:crypto';
import type { SimulatedPayment } from '../kit/books.ts';
import { settlePayment } from '../kit/buyer.ts';
import type { Reply } from '../kit/exchange.ts';
import { answer, type Call, faultAfter, faultBefore } from './call.ts';
import type { UnionpayDesk } from './keys.ts';

/** `tokenPayData` as it is answered. */
export const tokenPayDataOf = ({ extra }: SimulatedPayment): string =>
  `{token=${extra.token}&trId=${extra.trId}&tokenLevel=40&tokenType=01}`;

/** The buyer entered their card on the page. */
export const openCard = (desk: UnionpayDesk, opening: SimulatedPayment): void => {
  opening.state = 'approved';
  opening.extra.token = `62352400000${randomInt(10_000_000, 99_999_999)}`;
  desk.books.save(opening);
  desk.notify(opening, 'payment');
};

/** 78-02: by the opening's number, at any time. */
export const tellOpening = (desk: UnionpayDesk, call: Call): Reply => {
  const opening = ownRecord(desk, call);
  if (opening?.method !== 'open') return answer(desk, call, '34');
  if (opening.state !== 'approved') return answer(desk, call, '77');
  return answer(desk, call, '00', {
    activateStatus: '1',
    tokenPayData: tokenPayDataOf(opening),
  });
};

const ownRecord = (
  { books }: UnionpayDesk,
  { merchant, fields }: Call,
): SimulatedPayment | undefined => books.byNumber(merchant.id, fields.orderId ?? '');

/** The opened card that a request names. */
const cardOf = ({ books }: UnionpayDesk, { merchant, fields }: Call) =>
  books
    .payments(merchant.id)
    .find(
      (record) =>
        record.method === 'open' &&
        record.state === 'approved' &&
        fields.tokenPayData === `{trId=${record.extra.trId}&token=${record.extra.token}}`,
    );

const failuresOf = ({ extra }: SimulatedPayment): Record<string, string> =>
  (extra.failures ?? {}) as Record<string, string>;

/** 77-02: a code for one number, time and amount. It is in the record's `extra.code`. */
export const sendCode = (desk: UnionpayDesk, call: Call): Reply => {
  const { fields, merchant } = call;
  const refusal = merchant.behaviour.habits.smsRefusedWith;
  if (typeof refusal === 'string') return answer(desk, call, refusal);
  const card = cardOf(desk, call);
  if (!card) return answer(desk, call, '88');
  const minor = Number(fields.txnAmt ?? 0);
  const known = ownRecord(desk, call);
  if (known && (known.state === 'paid' || known.minor !== minor)) return answer(desk, call, '12');
  const payment =
    known ??
    desk.books.add({
      merchant: merchant.id,
      number: fields.orderId ?? '',
      method: 'token',
      currency: 'CNY',
      minor,
      subject: '快捷支付',
      notifyUrl: '',
      returnUrl: '',
      extra: { merId: fields.merId, bizType: fields.bizType, failures: {} },
    });
  payment.extra.txnTime = fields.txnTime;
  payment.extra.code = String(randomInt(100_000, 999_999));
  desk.books.save(payment);
  return answer(desk, call, '00');
};

const smsCodeIn = ({ customerInfo = '' }: Call['fields']): string | undefined =>
  /^\{smsCode=(\d+)\}$/.exec(Buffer.from(customerInfo, 'base64').toString())?.[1];

/** 01-01 by token: takes a number and time once; "00" is accepted, and so is what turns out to fail. */
export const charge = (desk: UnionpayDesk, call: Call): Reply => {
  const fault = faultBefore(desk, call);
  if (fault) return fault;
  const { fields, merchant } = call;
  const payment = ownRecord(desk, call);
  const time = fields.txnTime ?? '';
  if (!cardOf(desk, call) || !payment) return answer(desk, call, '88');
  if (payment.state === 'paid' || failuresOf(payment)[time]) return answer(desk, call, '12');
  const isAsSent = payment.extra.txnTime === time && String(payment.minor) === fields.txnAmt;
  if (!isAsSent || smsCodeIn(fields) !== payment.extra.code) {
    if (merchant.behaviour.habits.wrongCodeLeavesNoTrace !== true) fail(desk, payment, time, '71');
    return answer(desk, call, '71');
  }
  payment.extra.backUrl = fields.backUrl;
  const { declineChargesWith } = merchant.behaviour.habits;
  if (typeof declineChargesWith === 'string') fail(desk, payment, time, declineChargesWith);
  else settlePayment(desk, payment);
  return faultAfter(call) ?? answer(desk, call, '00', { queryId: payment.reference });
};

const fail = (desk: UnionpayDesk, payment: SimulatedPayment, time: string, code: string): void => {
  payment.extra.failures = { ...failuresOf(payment), [time]: code };
  desk.books.save(payment);
};

/** 74-01 */
export const endToken = (desk: UnionpayDesk, call: Call): Reply => {
  const card = cardOf(desk, call);
  if (!card) return answer(desk, call, '88');
  card.state = 'closed';
  desk.books.save(card);
  return answer(desk, call, '00');
};

/** What became of a charge by token: `undefined`, none was made under this time. */
export const chargeCode = (payment: SimulatedPayment, time: string): string | undefined => {
  if (payment.state === 'paid' && payment.extra.txnTime === time) return '00';
  return failuresOf(payment)[time];
};
