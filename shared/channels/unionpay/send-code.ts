import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import type { ProceedOutcome, StepRequest } from '../channel.ts';
import { CNY } from './amount.ts';
import { askGateway } from './client.ts';
import { BIZ_TYPES, type UnionpayContext } from './config.ts';
import { channelTypeOf } from './create.ts';
import { failureReasonOf } from './status.ts';
import { type KeptToken, keptText, tokenPayData } from './token.ts';

export type CodeSent =
  | Extract<ProceedOutcome, { kind: 'next' | 'unknown' }>
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly reason: FailureReason;
      readonly detail: string;
    };

/**
 * 77-02: UnionPay sends the buyer a code for exactly this charge, to the phone that the card was opened with. The code is
 * good for one number, time and amount, so the charge must repeat them.
 */
export const sendCode = async (
  context: UnionpayContext,
  payment: StepRequest,
  { token, chargeTime }: Required<KeptToken>,
): Promise<CodeSent> => {
  const reply = await askGateway(context, 'backTransReq.do', {
    txnType: '77',
    txnSubType: '02',
    bizType: BIZ_TYPES.token_quick_pay,
    channelType: channelTypeOf(payment),
    orderId: payment.orderNumber,
    txnTime: chargeTime,
    txnAmt: payment.amount.minor.toString(),
    currencyCode: CNY,
    tokenPayData: tokenPayData(token, context.config.tokenRequestor),
  });
  if (reply.kind !== 'answer') return { kind: 'unknown', detail: reply.detail };
  const { code, words } = reply;
  return code === '00'
    ? {
        kind: 'next',
        nextAction: { kind: 'enter_code', canResend: true },
        kept: keptText({ token, chargeTime }),
      }
    : {
        kind: 'refused',
        code,
        reason: failureReasonOf(code) ?? 'provider_refused',
        detail: words,
      };
};
