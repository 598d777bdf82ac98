import type { ProceedOutcome, StepRequest } from '../channel.ts';
import { CNY } from './amount.ts';
import { askGateway, type Reply } from './client.ts';
import { BIZ_TYPES, type UnionpayContext } from './config.ts';
import { channelTypeOf } from './create.ts';
import { askForPayment } from './payment-state.ts';
import { failureReasonOf, isWrongCode } from './status.ts';
import { type KeptToken, tokenPayData } from './token.ts';

/** The bank is asked meanwhile. */
const TIMEOUT_MILLIS = 15_000;

/**
 * 01-01 by token: charges, under the number and time that the code was sent for, which UnionPay takes once. "00" means
 * accepted, so whatever it answers it is asked what became of the charge, this one or an earlier one under that name.
 */
export const charge = async (
  context: UnionpayContext,
  payment: StepRequest,
  kept: Required<KeptToken>,
  smsCode: string,
): Promise<ProceedOutcome> => {
  const reply = await askGateway(
    context,
    'backTransReq.do',
    {
      txnType: '01',
      txnSubType: '01',
      bizType: BIZ_TYPES.token_quick_pay,
      channelType: channelTypeOf(payment),
      orderId: payment.orderNumber,
      txnTime: kept.chargeTime,
      txnAmt: payment.amount.minor.toString(),
      currencyCode: CNY,
      tokenPayData: tokenPayData(kept.token, context.config.tokenRequestor),
      customerInfo: Buffer.from(`{smsCode=${smsCode}}`).toString('base64'),
      backUrl: context.notifyUrl,
    },
    { timeoutMillis: TIMEOUT_MILLIS },
  );
  const now = await askForPayment(context, payment, kept.chargeTime);
  if (now.kind === 'found' && now.status === 'pending' && isWrongCode(now.providerStatus))
    return notAccepted('authentication_failed', 'the code was wrong');
  return now.kind === 'not_found' ? notTaken(reply) : now;
};

const notAccepted = (
  reason: Extract<ProceedOutcome, { kind: 'not_accepted' }>['reason'],
  detail: string,
): ProceedOutcome => ({ kind: 'not_accepted', reason, detail });

/** UnionPay does not know the charge: it turned it away at the door and said why, or it is still on its way. */
const notTaken = (reply: Reply): ProceedOutcome => {
  if (reply.kind !== 'answer') return { kind: 'unknown', detail: reply.detail };
  const reason = failureReasonOf(reply.code);
  return reason
    ? notAccepted(reason, reply.words)
    : { kind: 'unknown', detail: `${reply.words}, and UnionPay does not know the charge yet` };
};
