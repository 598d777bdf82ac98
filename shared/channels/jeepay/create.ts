import type { NextAction } from '../../domain/orders/attempt.ts';
import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { formAction } from '../wire/form-action.ts';
import { capabilities } from './capabilities.ts';
import { type GatewayReply, post } from './client.ts';
import { type JeepayContext, wayCodeOf } from './config.ts';
import { leavesOpen, orderState, refusalReason } from './status.ts';

const MAX_SUBJECT = 64;
const MAX_DATA_CHARACTERS = 65_536;

const didNotHappen = (
  reason: Extract<CreateOutcome, { kind: 'did_not_happen' }>['reason'],
  detail: string,
): CreateOutcome => ({ kind: 'did_not_happen', reason, detail });

const unknown = (detail: string): CreateOutcome => ({ kind: 'unknown', detail });

/** `api/pay/unifiedOrder`. */
export const create = async (
  context: JeepayContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const { amount } = request;
  const wayCode = wayCodeOf(context.config, request);
  if (amount.currency !== 'CNY')
    return didNotHappen(
      'currency_not_supported',
      `Jeepay carries CNY only, not ${amount.currency}`,
    );
  if (amount.minor > capabilities.amountMinor.max || amount.minor < 1n)
    return didNotHappen('amount_out_of_range', 'Jeepay carries 0.01 to 99999999.99');
  if (wayCode === undefined)
    return didNotHappen('method_unavailable', `this account has no wayCode for ${request.method}`);
  const subject = request.subject.replace(/[\p{Cc}\p{Zl}\p{Zp}&=]+/gu, ' ').slice(0, MAX_SUBJECT);
  const seconds = Math.floor((request.expiresAt.getTime() - context.now.getTime()) / 1000);
  return outcomeOf(
    context,
    request,
    await post(context, 'api/pay/unifiedOrder', {
      mchOrderNo: request.orderNumber,
      wayCode,
      amount: Number(amount.minor),
      currency: 'cny',
      clientIp: request.buyerIp,
      subject,
      body: subject,
      notifyUrl: context.notifyUrl,
      returnUrl: request.returnUrl,
      ...(seconds > 0 ? { expiredTime: seconds } : {}),
    }),
  );
};

const outcomeOf = (
  context: JeepayContext,
  request: CreateRequest,
  reply: GatewayReply,
): CreateOutcome => {
  switch (reply.kind) {
    case 'not_sent':
      return didNotHappen('provider_unreachable', reply.detail);
    case 'no_answer':
      return unknown(reply.detail);
    case 'refused': {
      const detail = reply.message || `the gateway answered code ${reply.code}`;
      return leavesOpen(reply.code, reply.message)
        ? unknown(detail)
        : didNotHappen(refusalReason(reply.message), detail);
    }
    case 'done':
      return accepted(context, request, reply.data);
  }
};

const accepted = (context: JeepayContext, request: CreateRequest, data: Fields): CreateOutcome => {
  if (textField(data, 'mchOrderNo') !== request.orderNumber)
    return unknown('the gateway answered about another order');
  const word = textField(data, 'orderState', 20);
  const message = textField(data, 'errMsg') || textField(data, 'errCode');
  // "Failed" is final here: the way behind the gateway refused, and nobody can pay under this number.
  if (orderState(word) === 'failed')
    return didNotHappen(refusalReason(message), message || 'the gateway says that it failed');
  if (orderState(word) !== 'pending') return unknown(`the gateway has it in state ${word}`);
  const nextAction = nextActionOf(context, data);
  if (!nextAction)
    return unknown(`no way to pay of the kind "${textField(data, 'payDataType', 32)}"`);
  const providerReference = textField(data, 'payOrderId', 64);
  return { kind: 'happened', nextAction, ...(providerReference ? { providerReference } : {}) };
};

/** `payDataType` says what `payData` is. Only what a page may show is taken. */
const nextActionOf = ({ config }: JeepayContext, data: Fields): NextAction | undefined => {
  const payData = textField(data, 'payData', MAX_DATA_CHARACTERS);
  if (payData === '') return undefined;
  switch (textField(data, 'payDataType', 32)) {
    case 'codeUrl':
      return { kind: 'qr', content: payData };
    case 'payurl': {
      const url = URL.parse(payData);
      return url?.protocol === 'https:' || url?.protocol === 'http:'
        ? { kind: 'redirect', url: url.href }
        : undefined;
    }
    case 'form':
      return formAction(payData, config.gatewayUrl);
    default:
      return undefined;
  }
};
