import { formatDecimalAmount } from '../../domain/money/money.ts';
import type { RefundOutcome, RefundRequest } from '../channel.ts';
import { callbackAddress } from './callback-address.ts';
import { sendToFortumo } from './client.ts';
import type { FortumoContext } from './config.ts';
import { isPassing } from './status.ts';
import { takeTurn } from './turn.ts';

const MAX_REASON = 100;

/** Asks for a refund once; its result comes by callback. Asking again sends nothing. */
export const refund = async (
  context: FortumoContext,
  request: RefundRequest,
): Promise<RefundOutcome> => {
  const { orderNumber, refundNumber, refundAmount } = request;
  const turn = await takeTurn(context, refundNumber, 'refund');
  if (turn.kind === 'taken')
    return { kind: 'unknown', detail: 'asked for before; Fortumo tells the result by callback' };
  const reply = await sendToFortumo(context, 'POST', 'refunds', {
    payment_operation_reference: orderNumber,
    refund_reason: request.reason.slice(0, MAX_REASON),
    merchant: context.config.merchantId,
    operation_reference: refundNumber,
    callback: callbackAddress(context, { orderNumber, refundNumber }),
    amount: {
      value: Number(formatDecimalAmount(refundAmount)),
      currency: refundAmount.currency,
    },
  });
  switch (reply.kind) {
    case 'accepted':
      return { kind: 'pending' };
    case 'refused':
      if (!isPassing(reply.reason)) return { kind: 'did_not_happen', reason: reply.message };
      await turn.giveBack();
      return { kind: 'did_not_happen', reason: reply.message, transient: true };
    case 'not_sent':
      await turn.giveBack();
      return { kind: 'did_not_happen', reason: reply.detail, transient: true };
    case 'no_answer':
      return { kind: 'unknown', detail: reply.detail };
  }
};
