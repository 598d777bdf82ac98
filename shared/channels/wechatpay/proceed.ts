import type { PaymentStep, ProceedOutcome, StepRequest } from '../channel.ts';
import { inWords } from './client.ts';
import type { WechatPayContext } from './config.ts';
import { authorizeUrl, bridgeParams, isStateOf, payerOf } from './jsapi.ts';
import { openidOf, openidSchema } from './openid.ts';
import { prepay } from './prepay.ts';
import { query } from './query.ts';
import { refusalReason, saysOrderExists } from './status.ts';
import { prepayIdIn } from './ways-to-pay.ts';

/**
 * The buyer is back. Inside WeChat they bring the code that tells who they are; then the order is made in their name, and
 * their WeChat asks them to pay. Everywhere else coming back proves nothing: WeChat Pay is asked.
 */
export const proceed = async (
  context: WechatPayContext,
  payment: StepRequest,
  step: PaymentStep,
): Promise<ProceedOutcome> => {
  if (payment.device !== 'wechat' || step.kind !== 'returned') return query(context, payment);
  const { code, state } = step.query;
  if (code === undefined && state === undefined) return query(context, payment);
  if (!isStateOf(context, payment.orderNumber, state ?? ''))
    return {
      kind: 'not_accepted',
      reason: 'authentication_failed',
      detail: "the buyer's authorisation is not for this order",
    };
  // Kept from an earlier step: a reloaded page brings the same code again, which works only once.
  const known = openidSchema.safeParse(payment.kept).data;
  return known === undefined
    ? authorised(context, payment, code)
    : order(context, payment, known, { isKnown: true });
};

const authorised = async (
  context: WechatPayContext,
  payment: StepRequest,
  code: string | undefined,
): Promise<ProceedOutcome> => {
  const outcome = code ? await openidOf(context, code) : ({ kind: 'code_spent' } as const);
  switch (outcome.kind) {
    case 'openid':
      return order(context, payment, outcome.openid, { isKnown: false });
    case 'code_spent':
      return {
        kind: 'next',
        nextAction: { kind: 'redirect', url: authorizeUrl(context, payment) },
      };
    case 'app_refused':
      return failed(outcome.word, 'invalid_credentials');
    case 'not_sent':
      return { kind: 'not_accepted', reason: 'provider_unreachable', detail: outcome.detail };
    case 'no_answer':
      return { kind: 'unknown', detail: outcome.detail };
  }
};

const failed = (word: string, failureReason: ReturnType<typeof refusalReason>): ProceedOutcome => ({
  kind: 'found',
  status: 'failed',
  providerStatus: word,
  failureReason,
});

/** Made again in the same buyer's name, it is the same order with a fresh prepay id. `isKnown`: it was made before. */
const order = async (
  context: WechatPayContext,
  payment: StepRequest,
  openid: string,
  { isKnown }: { readonly isKnown: boolean },
): Promise<ProceedOutcome> => {
  const reply = await prepay(context, 'jsapi', payment, { payer: payerOf(context, openid) });
  switch (reply.kind) {
    case 'not_sent':
      return { kind: 'not_accepted', reason: 'provider_unreachable', detail: reply.detail };
    case 'no_answer':
      return { kind: 'unknown', detail: reply.detail };
    case 'refused':
      // When there is an order already, it may be paid: WeChat Pay is asked. Otherwise a refusal makes none.
      return isKnown || saysOrderExists(reply)
        ? query(context, payment)
        : failed(inWords(reply), refusalReason(reply));
    case 'answer':
      break;
  }
  const prepayId = prepayIdIn(reply.body);
  const nextAction = prepayId === undefined ? undefined : bridgeParams(context, prepayId);
  return nextAction
    ? { kind: 'next', nextAction, kept: openid }
    : { kind: 'unknown', detail: 'WeChat Pay took the order but sent no usable prepay id' };
};
