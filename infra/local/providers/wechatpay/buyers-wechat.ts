import { randomBytes } from 'node:crypto';
import type { Books } from '../kit/books.ts';
import { html, json, type Reply, redirect, type SimulatedRequest } from '../kit/exchange.ts';
import { payUrl } from '../kit/pay-route.ts';
import { clientByAppId, clientByMchId, type WechatDesk } from './keys.ts';
import { prepayIdOf } from './orders.ts';
import { isPaySigned } from './signature.ts';

/** The one buyer of this simulator, as every official account knows them. */
const OPENID = 'oSimulatedBuyer0000000000001';

/** Codes that nobody exchanged yet, with the app that they are for. */
const codes = new WeakMap<Books, Map<string, string>>();

const codesOf = ({ books }: Pick<WechatDesk, 'books'>): Map<string, string> => {
  const known = codes.get(books) ?? new Map<string, string>();
  codes.set(books, known);
  return known;
};

const AUTHORIZE_PARAMETERS = 'appid,redirect_uri,response_type,scope,state';

/** `open.weixin.qq.com/connect/oauth2/authorize`: the buyer comes straight back with a code. */
const authorize = (desk: WechatDesk, { search, query }: SimulatedRequest): Reply => {
  if ([...new URLSearchParams(search).keys()].join() !== AUTHORIZE_PARAMETERS)
    return html('该链接无法访问', 400);
  const { appid = '', redirect_uri: address = '', scope, state = '' } = query;
  const back = URL.parse(address);
  if (!clientByAppId(desk, appid) || !back || scope !== 'snsapi_base')
    return html('redirect_uri域名与后台配置不一致，错误码10003', 400);
  if (!/^[a-zA-Z0-9]{1,128}$/.test(state)) return html('state参数错误', 400);
  const code = randomBytes(16).toString('hex');
  codesOf(desk).set(code, appid);
  back.searchParams.set('code', code);
  back.searchParams.set('state', state);
  return redirect(back.href);
};

/** `api.weixin.qq.com/sns/oauth2/access_token`: a code works once. Errors are 200, too. */
const exchange = (desk: WechatDesk, { query }: SimulatedRequest): Reply => {
  const { appid = '', secret, code = '' } = query;
  const client = clientByAppId(desk, appid);
  if (!client) return json({ errcode: 40013, errmsg: 'invalid appid' });
  if (secret !== client.account.appSecret)
    return json({ errcode: 40125, errmsg: 'invalid appsecret' });
  const known = codesOf(desk).get(code);
  codesOf(desk).delete(code);
  return known === appid
    ? json({
        access_token: randomBytes(16).toString('hex'),
        expires_in: 7200,
        openid: OPENID,
        scope: 'snsapi_base',
      })
    : json({ errcode: 40163, errmsg: 'code been used' });
};

/** The page behind an `h5_url`; it remembers where to lead back to. */
const middlePage = (desk: WechatDesk, { query }: SimulatedRequest): Reply => {
  const payment = desk.books.payments().find((one) => prepayIdOf(one) === query.prepay_id);
  if (!payment) return html('支付请求已失效，请重新发起支付', 404);
  payment.extra.backTo = query.redirect_url ?? '';
  desk.books.save(payment);
  return redirect(payUrl(desk, payment));
};

/** What `WeixinJSBridge` does with its parameters, as a link: they must be signed by the merchant. */
const bridge = (desk: WechatDesk, { query }: SimulatedRequest): Reply => {
  const payment = desk.books
    .payments()
    .find((one) => `prepay_id=${prepayIdOf(one)}` === query.package);
  const client = clientByMchId(desk, String(payment?.extra.mchId));
  if (!payment || !client) return html('缺少参数', 404);
  return query.appId === client.account.appId && isPaySigned(query, client.account.api.publicKey)
    ? redirect(payUrl(desk, payment))
    : html('支付验证签名失败', 400);
};

const PAGES: Readonly<Record<string, (desk: WechatDesk, request: SimulatedRequest) => Reply>> = {
  '/connect/oauth2/authorize': authorize,
  '/sns/oauth2/access_token': exchange,
  '/cgi-bin/mmpayweb-bin/checkmweb': middlePage,
  '/bridge': bridge,
};

/** What the buyer's own WeChat plays in it; these addresses are not signed. */
export const answerBuyer = (desk: WechatDesk, request: SimulatedRequest): Reply | undefined =>
  PAGES[request.path]?.(desk, request);
