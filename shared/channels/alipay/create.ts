import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { textField } from '../wire/fields.ts';
import { capabilities } from './capabilities.ts';
import { type AlipayReply, call } from './client.ts';
import type { AlipayContext } from './config.ts';
import { orderContent } from './order-content.ts';
import { PRODUCT_CALLS, type Product, productFor } from './products.ts';
import { type AlipayCall, encoded, gatewayOf, posted, signedParameters } from './request.ts';
import { leavesOpen, refusalReason } from './status.ts';

/** Longest URL that every browser, WebView and QR reader is known to take. */
const MAX_REDIRECT_URL_CHARACTERS = 2000;
const MAX_CODE_CHARACTERS = 1024;

/** Starts a payment with the product that fits the buyer's device. Only a QR code needs a call. */
export const create = async (
  context: AlipayContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const product = productFor(context.config, request.device);
  const obstacle = obstacleOf(context, request);
  if (obstacle) return obstacle;
  if (!product)
    return didNotHappen(
      'method_unavailable',
      `the contract has no product for the device "${request.device}"`,
    );
  const order: AlipayCall = {
    method: PRODUCT_CALLS[product].method,
    content: orderContent(context.config, request, product),
    notifyUrl: context.notifyUrl,
    ...(product === 'page' || product === 'wap' ? { returnUrl: request.returnUrl } : {}),
  };
  return product === 'qr'
    ? codeOutcome(request, await call(context, order))
    : signedOutcome(context, product, order);
};

const didNotHappen = (reason: FailureReason, detail: string): CreateOutcome => ({
  kind: 'did_not_happen',
  reason,
  detail,
});

const unknown = (detail: string): CreateOutcome => ({ kind: 'unknown', detail });

/** What the protocol cannot carry: refused here, before anything is sent. */
const obstacleOf = (
  { now }: AlipayContext,
  { amount, method, expiresAt }: CreateRequest,
): CreateOutcome | undefined => {
  if (method !== 'alipay') return didNotHappen('method_unavailable', `Alipay carries no ${method}`);
  if (amount.currency !== 'CNY')
    return didNotHappen(
      'currency_not_supported',
      `this contract carries CNY only, not ${amount.currency}`,
    );
  const { min, max } = capabilities.amountMinor;
  if (amount.minor < min || amount.minor > max)
    return didNotHappen('amount_out_of_range', 'Alipay carries 0.01 to 100000000.00');
  return expiresAt <= now
    ? didNotHappen('expired', 'the time to pay was over before it began')
    : undefined;
};

/** No call is made: the buyer's browser, or the shop's app, carries the signed order to Alipay. */
const signedOutcome = (
  context: AlipayContext,
  product: Exclude<Product, 'qr'>,
  order: AlipayCall,
): CreateOutcome => {
  const parameters = signedParameters(context, order);
  if (!parameters)
    return didNotHappen('invalid_credentials', 'the stored keys cannot sign; enter them again');
  if (product === 'app')
    return {
      kind: 'happened',
      nextAction: {
        kind: 'client_params',
        sdk: 'alipay_app',
        params: { orderString: encoded(parameters) },
      },
    };
  const url = `${gatewayOf(context)}?${encoded(parameters)}`;
  if (url.length < MAX_REDIRECT_URL_CHARACTERS)
    return { kind: 'happened', nextAction: { kind: 'redirect', url } };
  const form = posted(context, parameters);
  return {
    kind: 'happened',
    nextAction: { kind: 'form', action: form.url, method: 'POST', fields: { ...form.fields } },
  };
};

/** A refusal hands out no code, so nobody can pay under that number, unless Alipay knew it before. */
const codeOutcome = ({ orderNumber }: CreateRequest, reply: AlipayReply): CreateOutcome => {
  switch (reply.kind) {
    case 'cannot_sign':
      return didNotHappen('invalid_credentials', reply.detail);
    case 'not_sent':
      return didNotHappen('provider_unreachable', reply.detail);
    case 'turned_away':
      return didNotHappen('provider_refused', reply.detail);
    case 'no_answer':
      return unknown(reply.detail);
    case 'refused':
      return leavesOpen(reply)
        ? unknown(reply.message)
        : didNotHappen(refusalReason(reply), reply.message);
    case 'done':
      break;
  }
  if (textField(reply.fields, 'out_trade_no', 65) !== orderNumber)
    return unknown('Alipay answered about another order');
  const content = textField(reply.fields, 'qr_code', MAX_CODE_CHARACTERS);
  return content === ''
    ? unknown('Alipay took the order but sent no code')
    : { kind: 'happened', nextAction: { kind: 'qr', content } };
};
