import type { CloseOutcome, PaymentReference } from '../channel.ts';
import { textField } from '../wire/fields.ts';
import { call, type Refusal } from './client.ts';
import type { AlipayContext } from './config.ts';
import { query } from './query.ts';
import { saysNoSuchTrade, saysWrongState } from './status.ts';

/** Alipay's clock and ours may differ by that much. */
const MARGIN_MILLIS = 60_000;

const unknown = (detail: string): CloseOutcome => ({ kind: 'unknown', detail });

/**
 * `alipay.trade.close`. A trade begins when the buyer has signed in at Alipay: before, there is nothing to close, and a link
 * or code that a buyer holds stays good until its `time_expire`. `alipay.trade.cancel` is not used: it pays back what was
 * paid a moment before, and the documents keep it for payments whose result is not known.
 */
export const close = async (
  context: AlipayContext,
  payment: PaymentReference,
): Promise<CloseOutcome> => {
  const reply = await call(context, {
    method: 'alipay.trade.close',
    content: { out_trade_no: payment.orderNumber },
  });
  switch (reply.kind) {
    case 'done':
      return textField(reply.fields, 'out_trade_no', 65) === payment.orderNumber
        ? { kind: 'closed' }
        : unknown('Alipay answered about another order');
    case 'refused':
      return refused(context, payment, reply);
    default:
      return unknown(reply.detail);
  }
};

const refused = async (
  context: AlipayContext,
  payment: PaymentReference,
  refusal: Refusal,
): Promise<CloseOutcome> => {
  if (saysNoSuchTrade(refusal))
    return context.now.getTime() > payment.expiresAt.getTime() + MARGIN_MILLIS
      ? { kind: 'closed' }
      : unknown('the buyer has not opened it at Alipay yet, and still can until it expires');
  if (!saysWrongState(refusal)) return unknown(refusal.message);
  const outcome = await query(context, payment);
  if (outcome.kind === 'found' && outcome.status === 'succeeded') return { kind: 'already_paid' };
  if (outcome.kind === 'found' && outcome.status === 'closed') return { kind: 'closed' };
  return unknown(refusal.message);
};
