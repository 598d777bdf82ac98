import { parseDecimalAmount } from '../../domain/money/money.ts';
import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { type AlipayReply, call, type Refusal } from './client.ts';
import type { AlipayContext } from './config.ts';
import { leavesOpen, refusalReason, saysNoSuchTrade, tradeStatus } from './status.ts';

/** `alipay.trade.query` by our number. */
export const query = async (
  context: AlipayContext,
  payment: PaymentReference,
): Promise<QueryOutcome> => {
  const reply = await call(context, {
    method: 'alipay.trade.query',
    content: { out_trade_no: payment.orderNumber },
  });
  if (reply.kind === 'done') return read(payment, reply.fields);
  return reply.kind === 'refused' ? refusal(reply) : withoutReply(reply);
};

const refusal = (reply: Refusal): QueryOutcome => {
  if (saysNoSuchTrade(reply)) return { kind: 'not_found', detail: reply.message };
  const reason = leavesOpen(reply) ? undefined : refusalReason(reply);
  return { kind: 'unknown', detail: reply.message, ...(reason ? { reason } : {}) };
};

const withoutReply = (reply: Exclude<AlipayReply, { kind: 'done' | 'refused' }>): QueryOutcome => {
  const isKeyInDoubt =
    reply.kind === 'cannot_sign' || (reply.kind === 'no_answer' && reply.isKeyInDoubt === true);
  return {
    kind: 'unknown',
    detail: reply.detail,
    ...(isKeyInDoubt ? { reason: 'invalid_credentials' } : {}),
  };
};

/**
 * The reply names no account; the key that signed it belongs to the app alone. A closed trade that was paid before is one
 * whose money went back: neither paid nor never paid, so a person must look.
 */
const read = ({ orderNumber, amount }: PaymentReference, fields: Fields): QueryOutcome => {
  const answered = textField(fields, 'out_trade_no', 65);
  if (answered !== orderNumber)
    return { kind: 'unknown', detail: `Alipay answered about order "${answered}"` };
  const currency = textField(fields, 'trans_currency', 8);
  if (currency !== '' && currency !== amount.currency)
    return { kind: 'unknown', detail: `Alipay speaks of a payment in ${currency}` };
  const word = textField(fields, 'trade_status', 64);
  const wasPaid = textField(fields, 'send_pay_date', 32) !== '';
  const status = tradeStatus(word);
  const asked = parseDecimalAmount(textField(fields, 'total_amount', 40), 'CNY');
  const providerReference = textField(fields, 'trade_no', 64);
  return {
    kind: 'found',
    status: status === 'closed' && wasPaid ? 'unknown' : status,
    providerStatus: word,
    ...(asked ? { amount: asked } : {}),
    ...(providerReference ? { providerReference } : {}),
  };
};
