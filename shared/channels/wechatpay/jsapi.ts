import { createHmac, timingSafeEqual } from 'node:crypto';
import type { NextAction } from '../../domain/orders/attempt.ts';
import type { CreateRequest } from '../channel.ts';
import { readRsaKey } from '../wire/rsa-key.ts';
import { buyersAppOf, type WechatPayContext } from './config.ts';
import { isPartner } from './modes.ts';
import { epochSeconds, freshNonce, paySign } from './sign.ts';

const AUTHORIZE_URL = 'https://open.weixin.qq.com/connect/oauth2/authorize';

type Order = Pick<CreateRequest, 'orderNumber' | 'returnUrl'>;

/**
 * Where the buyer's WeChat tells the official account who they are, without asking them (`snsapi_base`), and comes back
 * with a code. WeChat refuses parameters in another order than this one, and needs the fragment.
 */
export const authorizeUrl = (
  context: WechatPayContext,
  { orderNumber, returnUrl }: Order,
): string => {
  const search = new URLSearchParams({
    appid: buyersAppOf(context.config),
    redirect_uri: returnUrl,
    response_type: 'code',
    scope: 'snsapi_base',
    state: stateOf(context, orderNumber),
  });
  return `${context.config.authorizeUrl ?? AUTHORIZE_URL}?${search}#wechat_redirect`;
};

/** Ties an authorisation to this order of this account: nobody can make up one. Letters and digits, at most 128. */
const stateOf = ({ credentials, channelId }: WechatPayContext, orderNumber: string): string =>
  createHmac('sha256', credentials.apiV3Key)
    .update(`wechatpay authorisation ${channelId} ${orderNumber}`)
    .digest('hex');

export const isStateOf = (
  context: WechatPayContext,
  orderNumber: string,
  state: string,
): boolean => {
  const expected = Buffer.from(stateOf(context, orderNumber));
  const given = Buffer.from(state);
  return given.length === expected.length && timingSafeEqual(given, expected);
};

/** The buyer, as the order names them: known to the app that they authorised. */
export const payerOf = (
  { config }: WechatPayContext,
  openid: string,
): Readonly<Record<string, string>> => {
  if (!isPartner(config)) return { openid };
  return config.subAppId === undefined ? { sp_openid: openid } : { sub_openid: openid };
};

/**
 * What `WeixinJSBridge.invoke('getBrandWCPayRequest', …)` takes.
 *
 * @returns `undefined` when the stored key cannot sign
 */
export const bridgeParams = (
  { config, credentials, now }: WechatPayContext,
  prepayId: string,
): NextAction | undefined => {
  const key = readRsaKey(credentials.merchantPrivateKey, 'private');
  if (!key) return undefined;
  const appId = buyersAppOf(config);
  const timeStamp = epochSeconds(now);
  const nonceStr = freshNonce();
  const payload = `prepay_id=${prepayId}`;
  return {
    kind: 'client_params',
    sdk: 'wechat_jsapi',
    params: {
      appId,
      timeStamp,
      nonceStr,
      package: payload,
      signType: 'RSA',
      paySign: paySign({ appId, timestamp: timeStamp, nonce: nonceStr, payload }, key),
    },
  };
};
