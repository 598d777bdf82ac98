import type { NextAction } from '../../domain/orders/attempt.ts';
import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { capabilities } from './capabilities.ts';
import { inWords, type Refusal, type Reply } from './client.ts';
import type { WechatPayContext } from './config.ts';
import { authorizeUrl } from './jsapi.ts';
import { productFor } from './modes.ts';
import { prepay } from './prepay.ts';
import type { Product } from './products.ts';
import { refusalReason, saysOrderExists } from './status.ts';
import { codeIn, linkIn } from './ways-to-pay.ts';

/** Starts a payment with the product that serves the buyer's device. */
export const create = async (
  context: WechatPayContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const product = productFor(context.config, request.device);
  const obstacle = obstacleOf(context, request, product);
  if (obstacle || product === undefined) return obstacle ?? noProduct(request);
  switch (product) {
    case 'native':
      return outcomeOf(await prepay(context, product, request), codeIn);
    case 'h5':
      return outcomeOf(
        await prepay(context, product, request, {
          scene_info: { payer_client_ip: request.buyerIp, h5_info: { type: 'Wap' } },
        }),
        (body) => linkIn(body, request.returnUrl),
      );
    case 'jsapi':
      // The order is made in `proceed`: it must name the buyer, whom nobody knows yet.
      return {
        kind: 'happened',
        nextAction: { kind: 'redirect', url: authorizeUrl(context, request) },
      };
  }
};

const didNotHappen = (
  reason: Extract<CreateOutcome, { kind: 'did_not_happen' }>['reason'],
  detail: string,
): CreateOutcome => ({ kind: 'did_not_happen', reason, detail });

const noProduct = ({ device }: CreateRequest): CreateOutcome =>
  didNotHappen('method_unavailable', `this account has no product for buyers on "${device}"`);

/** What cannot be carried: refused here, before anything is sent. */
const obstacleOf = (
  { credentials }: WechatPayContext,
  { amount, method }: CreateRequest,
  product: Product | undefined,
): CreateOutcome | undefined => {
  if (method !== 'wechat_pay')
    return didNotHappen('method_unavailable', `WeChat Pay does not carry ${method}`);
  if (amount.currency !== 'CNY')
    return didNotHappen('currency_not_supported', `only CNY, not ${amount.currency}`);
  const { min, max } = capabilities.amountMinor;
  if (amount.minor < min || amount.minor > max)
    return didNotHappen('amount_out_of_range', 'WeChat Pay carries 0.01 to 10000000.00');
  if (product === 'jsapi' && !credentials.appSecret?.trim())
    return didNotHappen('invalid_credentials', 'the AppSecret of the official account is missing');
  return undefined;
};

const outcomeOf = (
  reply: Reply,
  wayToPay: (body: unknown) => NextAction | undefined,
): CreateOutcome => {
  switch (reply.kind) {
    case 'not_sent':
      return didNotHappen('provider_unreachable', reply.detail);
    case 'no_answer':
      return { kind: 'unknown', detail: reply.detail };
    case 'refused':
      return refusal(reply);
    case 'answer':
      break;
  }
  const nextAction = wayToPay(reply.body);
  return nextAction
    ? { kind: 'happened', nextAction }
    : { kind: 'unknown', detail: 'WeChat Pay took the order but sent no usable way to pay' };
};

/**
 * A refusal hands out no code and no link, so nobody can pay under this number. The exception is a number that WeChat Pay
 * knew before.
 */
const refusal = (refused: Refusal): CreateOutcome =>
  saysOrderExists(refused)
    ? { kind: 'unknown', detail: inWords(refused) }
    : didNotHappen(refusalReason(refused), inWords(refused));
