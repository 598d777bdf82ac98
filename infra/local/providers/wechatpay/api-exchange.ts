import type { Reply, SimulatedRequest } from '../kit/exchange.ts';
import { damaged } from '../kit/notifier.ts';
import { type Client, clientByMchId, type WechatDesk } from './keys.ts';
import {
  isSignedByMerchant,
  readAuthorization,
  type Signer,
  signatureHeaders,
} from './signature.ts';

/** A call whose signature was checked. */
export interface ApiCall extends Client {
  readonly request: SimulatedRequest;
  readonly body: Readonly<Record<string, unknown>>;
}

/** HTTP status of error words that are not 400. */
const STATUSES: Readonly<Record<string, number>> = {
  SIGN_ERROR: 401,
  NO_AUTH: 403,
  OUT_TRADE_NO_USED: 403,
  RULE_LIMIT: 403,
  TRADE_ERROR: 403,
  NOT_ENOUGH: 403,
  USER_ACCOUNT_ABNORMAL: 403,
  ORDER_NOT_EXIST: 404,
  RESOURCE_NOT_EXISTS: 404,
  FREQUENCY_LIMITED: 429,
  SYSTEM_ERROR: 500,
};

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

const unsigned = (code: string, message: string): Reply => ({
  status: STATUSES[code] ?? 400,
  headers: JSON_HEADERS,
  body: JSON.stringify({ code, message }),
});

/** Who calls; a refusal when nobody signed exactly this request. */
export const authenticate = (
  desk: WechatDesk,
  request: SimulatedRequest,
): ApiCall | { readonly refused: Reply } => {
  const { method, path, search, headers, text } = request;
  const authorization = headers.authorization ?? '';
  const { mchid = '', serial_no: serial = '' } = readAuthorization(authorization);
  const client = clientByMchId(desk, mchid);
  if (!client) return { refused: unsigned('SIGN_ERROR', '商户号不存在') };
  if (serial.toUpperCase() !== client.account.api.serial)
    return {
      refused: unsigned('SIGN_ERROR', '商户证书序列号有误。请使用签名私钥匹配的证书序列号'),
    };
  const target = search === '' ? path : `${path}?${search}`;
  const { publicKey } = client.account.api;
  if (!isSignedByMerchant({ method, target, body: text, authorization }, publicKey))
    return { refused: unsigned('SIGN_ERROR', '签名错误，请检查后再试') };
  if (headers.accept !== 'application/json' || !headers['user-agent'])
    return { refused: unsigned('PARAM_ERROR', 'HTTP头缺少Accept或User-Agent') };
  return {
    ...client,
    request,
    body: text === '' ? {} : (JSON.parse(text) as object as Record<string, unknown>),
  };
};

/** The public key for who names it, the certificate for everybody else. */
export const signerFor = ({ platform }: WechatDesk, { headers }: SimulatedRequest): Signer =>
  headers['wechatpay-serial'] === platform.publicKeyId
    ? { privateKey: platform.publicKey.privateKey, serial: platform.publicKeyId }
    : platform.certificate;

/** A reply that WeChat Pay vouches for. */
export const answer = (
  desk: WechatDesk,
  { request, merchant }: ApiCall,
  value: unknown,
  status = value === undefined ? 204 : 200,
): Reply => {
  const body = value === undefined ? '' : JSON.stringify(value);
  const signed = signatureHeaders(signerFor(desk, request), body);
  const signature = signed['wechatpay-signature'] ?? '';
  return {
    status,
    headers: {
      ...(value === undefined ? {} : JSON_HEADERS),
      ...signed,
      ...(merchant.behaviour.habits.badReplySignature
        ? { 'wechatpay-signature': damaged(signature) }
        : {}),
    },
    body,
  };
};

export const refuse = (desk: WechatDesk, call: ApiCall, code: string, message = ''): Reply =>
  answer(desk, call, { code, message }, STATUSES[code] ?? 400);
