import { formatDecimalAmount } from '../../domain/money/money.ts';
import type { NextAction } from '../../domain/orders/attempt.ts';
import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { callOperator, type OperatorReply, paymentPath } from './client.ts';
import type { CamaraContext } from './config.ts';
import { type OperatorPayment, paymentSchema } from './payment-object.ts';
import { sinkOf } from './sink.ts';
import { refusalReason } from './status.ts';

const MAX_DESCRIPTION = 60;

const didNotHappen = (
  reason: Extract<CreateOutcome, { kind: 'did_not_happen' }>['reason'],
  detail: string,
): CreateOutcome => ({ kind: 'did_not_happen', reason, detail });

const unknown = (detail: string): CreateOutcome => ({ kind: 'unknown', detail });

/** `createPayment` (charges at once) or `preparePayment` (reserves). */
export const create = async (
  context: CamaraContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const { config } = context;
  const { amount, phone, orderNumber } = request;
  if (amount.currency !== config.currency)
    return didNotHappen('currency_not_supported', `the operator bills in ${config.currency}`);
  if (!phone || !/^\+[1-9]\d{4,14}$/.test(phone))
    return didNotHappen('instrument_expired', 'no phone number in E.164 (+34671999000)');
  const reply = await callOperator(
    context,
    'POST',
    paymentPath(context, config.accessMode === 'one_step' ? 'payments' : 'payments/prepare'),
    { body: bodyOf(context, request, phone), correlator: orderNumber },
  );
  return outcomeOf(request, reply);
};

const bodyOf = (context: CamaraContext, request: CreateRequest, phoneNumber: string): object => ({
  amountTransaction: {
    phoneNumber,
    clientCorrelator: request.orderNumber,
    referenceCode: request.orderNumber,
    paymentAmount: {
      chargingInformation: {
        amount: Number(formatDecimalAmount(request.amount)),
        currency: request.amount.currency,
        description: request.subject.slice(0, MAX_DESCRIPTION) || request.orderNumber,
      },
      ...(context.config.merchantName
        ? { chargingMetaData: { merchantName: context.config.merchantName } }
        : {}),
    },
  },
  ...sinkOf(context, { orderNumber: request.orderNumber }),
});

const outcomeOf = (request: CreateRequest, reply: OperatorReply): CreateOutcome => {
  switch (reply.kind) {
    case 'not_sent':
      return didNotHappen('provider_unreachable', reply.detail);
    case 'no_answer':
      return unknown(reply.detail);
    case 'refused':
      // The correlator is known: an earlier request with it may have charged.
      return reply.status === 409
        ? unknown(reply.message)
        : didNotHappen(refusalReason(reply.code), reply.message);
    case 'done':
      break;
  }
  const payment = paymentSchema.safeParse(reply.value).data;
  if (!payment) return unknown('the operator answered with something that is no payment');
  if (payment.amountTransaction.referenceCode !== request.orderNumber)
    return unknown('the operator answered about another order');
  const { nextAction, kept } = nextOf(payment, request);
  return {
    kind: 'happened',
    nextAction,
    providerReference: payment.paymentId,
    ...(kept === undefined ? {} : { kept }),
  };
};

/** A code to type here or at the operator; otherwise the buyer waits where they are. */
const nextOf = (
  { validationInfo: validation }: OperatorPayment,
  { returnUrl, phone = '' }: CreateRequest,
): { nextAction: NextAction; kept?: string } => {
  const url = validation?.validationURL ? URL.parse(validation.validationURL) : null;
  if (validation?.action === 'open' && url && /^https?:$/.test(url.protocol))
    return { nextAction: { kind: 'redirect', url: url.href } };
  if (validation?.action === 'validate' && validation.authorizationId)
    return {
      nextAction: { kind: 'enter_code', sentTo: masked(phone), canResend: false },
      kept: validation.authorizationId,
    };
  return { nextAction: { kind: 'redirect', url: returnUrl } };
};

const masked = (phone: string): string => `${phone.slice(0, 4)}****${phone.slice(-2)}`;
