import { formatDecimalAmount } from '../../domain/money/money.ts';
import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { capabilities } from './capabilities.ts';
import {
  endpoint,
  type GatewayReply,
  isSignedByGateway,
  post,
  type RequestFields,
  signedRequest,
} from './client.ts';
import { DEFAULT_METHOD_TYPES, type EpayContext } from './config.ts';
import { nextActionOf } from './next-action.ts';
import { refusalReason, saysOrderExists } from './status.ts';
import { wireName } from './wire-name.ts';

/** Longest URL that every browser, WebView and QR reader is known to take. */
const MAX_REDIRECT_URL_CHARACTERS = 2000;

/** The words of the gateways' device list for what the buyer holds. */
const DEVICES = {
  desktop: 'pc',
  mobile: 'mobile',
  wechat: 'wechat',
  alipay: 'alipay',
  app: 'mobile',
} as const satisfies Record<CreateRequest['device'], string>;

/** Starts a payment: by a signed link to the gateway's page, or by asking the gateway for a QR code or link. */
export const create = async (
  context: EpayContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const obstacle = obstacleOf(context, request);
  if (obstacle) return obstacle;
  const { accessMode, siteName } = context.config;
  const signed = signedRequest(context, {
    ...orderFields(context, request),
    ...(accessMode === 'page' ? { sitename: siteName } : apiFields(context, request)),
  });
  if (!signed) {
    return didNotHappen('invalid_credentials', 'the stored key cannot sign; enter it again');
  }
  return accessMode === 'page' ? jump(context, signed) : order(context, signed);
};

const didNotHappen = (
  reason: Extract<CreateOutcome, { kind: 'did_not_happen' }>['reason'],
  detail: string,
): CreateOutcome => ({ kind: 'did_not_happen', reason, detail });

/** What the protocol cannot carry: refused here, before anything is sent. */
const obstacleOf = (
  { config }: EpayContext,
  { amount, method }: CreateRequest,
): CreateOutcome | undefined => {
  if (amount.currency !== 'CNY') {
    return didNotHappen('currency_not_supported', `epay carries CNY only, not ${amount.currency}`);
  }
  const { min, max } = capabilities.amountMinor;
  if (amount.minor < min || amount.minor > max) {
    return didNotHappen('amount_out_of_range', 'epay carries 0.01 to 99999999.99');
  }
  return typeWord(config, method)
    ? undefined
    : didNotHappen('method_unavailable', `this gateway has no word for ${method}`);
};

const typeWord = (
  config: EpayContext['config'],
  method: CreateRequest['method'],
): string | undefined => {
  const words: Partial<Record<CreateRequest['method'], string>> = {
    ...DEFAULT_METHOD_TYPES,
    ...config.methodTypes,
  };
  return words[method];
};

const orderFields = (context: EpayContext, request: CreateRequest): RequestFields => ({
  type: typeWord(context.config, request.method),
  out_trade_no: request.orderNumber,
  notify_url: context.notifyUrl,
  return_url: request.returnUrl,
  name: wireName(request.subject, request.orderNumber),
  money: formatDecimalAmount(request.amount),
});

const apiFields = ({ config }: EpayContext, request: CreateRequest): RequestFields => ({
  clientip: request.buyerIp,
  device: DEVICES[request.device],
  // v2 must be told what kind of answer is wanted; `web` lets the gateway choose by device.
  ...(config.protocol === 'v2' ? { method: 'web' } : {}),
});

/** Page mode: no call is made; the buyer's browser carries the signed order to the gateway. */
const jump = (context: EpayContext, signed: Readonly<Record<string, string>>): CreateOutcome => {
  const action = endpoint(
    context,
    context.config.protocol === 'v2' ? 'api/pay/submit' : 'submit.php',
  );
  const url = `${action}?${new URLSearchParams(signed)}`;
  return {
    kind: 'happened',
    nextAction:
      url.length < MAX_REDIRECT_URL_CHARACTERS
        ? { kind: 'redirect', url }
        : { kind: 'form', action, method: 'POST', fields: { ...signed } },
  };
};

/** API mode. */
const order = async (
  context: EpayContext,
  signed: Readonly<Record<string, string>>,
): Promise<CreateOutcome> => {
  const v2 = context.config.protocol === 'v2';
  const reply = await post(context, v2 ? 'api/pay/create' : 'mapi.php', signed);
  if (reply.kind !== 'reply') return withoutReply(reply);
  const succeeded = textField(reply.fields, 'code') === (v2 ? '0' : '1');
  if (!succeeded) return refusal(reply.fields);
  if (v2 && !isSignedByGateway(context, reply.fields)) {
    return { kind: 'unknown', detail: "the gateway's reply does not carry its signature" };
  }
  const nextAction = nextActionOf(context, reply.fields);
  if (!nextAction) {
    return { kind: 'unknown', detail: 'the gateway took the order but sent no usable way to pay' };
  }
  const providerReference = textField(reply.fields, 'trade_no', 64);
  return {
    kind: 'happened',
    nextAction,
    ...(providerReference ? { providerReference } : {}),
  };
};

const withoutReply = (reply: Exclude<GatewayReply, { kind: 'reply' }>): CreateOutcome => {
  switch (reply.kind) {
    case 'not_sent':
      return didNotHappen('provider_unreachable', reply.detail);
    case 'refused':
      return didNotHappen('provider_refused', reply.detail);
    case 'no_answer':
      return { kind: 'unknown', detail: reply.detail };
  }
};

/**
 * A refusal hands out no QR code and no link, so nobody can pay under this number, also when the gateway keeps the
 * order it refused to serve. The exception is a number that the gateway knew before.
 */
const refusal = (fields: Fields): CreateOutcome => {
  const message = textField(fields, 'msg');
  const detail = message || `the gateway answered code ${textField(fields, 'code', 20)}`;
  return saysOrderExists(message)
    ? { kind: 'unknown', detail }
    : didNotHappen(refusalReason(message), detail);
};
