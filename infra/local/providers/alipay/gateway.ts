import type { Reply, SimulatedRequest } from '../kit/exchange.ts';
import {
  type Account,
  type AlipayDesk,
  type AlipayMerchant,
  type AlipayPlatform,
  accountOf,
} from './accounts.ts';
import { isSignedCall, numberOf, signedReply } from './signature.ts';

/** A call whose signature, account and business parameters were read. */
export interface GatewayCall {
  readonly merchant: AlipayMerchant;
  readonly account: Account;
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly content: Readonly<Record<string, unknown>>;
}

export type GatewayAnswer = Readonly<Record<string, unknown>>;

/** A business refusal. */
export const refusal = (subCode: string, message: string): GatewayAnswer => ({
  code: subCode === 'isp.unknow-error' ? '20000' : '40004',
  msg: subCode === 'isp.unknow-error' ? 'Service Currently Unavailable' : 'Business Failed',
  sub_code: subCode,
  sub_msg: message,
});

export const success = (content: GatewayAnswer): GatewayAnswer => ({
  code: '10000',
  msg: 'Success',
  ...content,
});

/** Whose key signs towards an account. */
export const signerFor = ({ isv }: Account, { keys, alipay }: AlipayPlatform) =>
  isv
    ? { privateKey: alipay.privateKey, certificateNumber: numberOf(alipay.certificate) }
    : { privateKey: keys.privateKey };

const nodeOf = (method: string): string => `${method.replaceAll('.', '_')}_response`;

/** A signed answer, as every call gets it once the app is known. */
export const replyTo = (
  { platform }: AlipayDesk,
  { account, method }: Pick<GatewayCall, 'account' | 'method'>,
  answer: GatewayAnswer,
): Reply => ({
  status: 200,
  headers: { 'content-type': 'text/html;charset=utf-8' },
  body: signedReply(nodeOf(method), answer, signerFor(account, platform)),
});

/** What the gateway refuses by itself; nobody's key is known yet, so it is not signed. */
const gatewayError = (method: string, code: string, subCode: string, message: string): Reply => ({
  status: 200,
  headers: { 'content-type': 'text/html;charset=utf-8' },
  body: JSON.stringify({
    [method === '' ? 'error_response' : nodeOf(method)]: {
      code,
      msg: code === '40001' ? 'Missing Required Arguments' : 'Invalid Arguments',
      sub_code: subCode,
      sub_msg: message,
    },
  }),
});

/** Reads a call from the address and the body, and checks all that the gateway checks before the business. */
export const authenticate = (
  desk: AlipayDesk,
  { query, form }: SimulatedRequest,
): GatewayCall | { readonly refused: Reply } => {
  const parameters = { ...query, ...form };
  const { method = '', app_id: appId = '' } = parameters;
  const refused = (subCode: string, message: string, code = '40002') => ({
    refused: gatewayError(method, code, subCode, message),
  });
  if (method === '') return refused('isv.missing-method', '缺少方法名参数', '40001');
  if (!query.charset) return refused('isv.invalid-charset', '字符集错误');
  const found = accountOf(desk, appId);
  if (!found) return refused('isv.invalid-app-id', '无效的AppID参数');
  const { account } = found;
  if (parameters.sign_type !== 'RSA2')
    return refused('isv.invalid-signature-type', '无效的签名类型');
  if (!isSignedCall(parameters, account.app.publicKey))
    return refused(
      'isv.invalid-signature',
      '验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配',
    );
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(parameters.timestamp ?? ''))
    return refused('isv.invalid-timestamp', '非法的时间戳参数');
  const problem = certificateProblem(desk, account, parameters);
  if (problem) return refused(...problem);
  if (account.isv && parameters.app_auth_token !== account.isv.appAuthToken)
    return refused('aop.invalid-app-auth-token', '无效的应用授权令牌', '20001');
  const content = contentOf(parameters.biz_content ?? '');
  return content
    ? { ...found, method, parameters, content }
    : refused('isv.invalid-parameter', '参数无效');
};

const certificateProblem = (
  { platform }: AlipayDesk,
  { isv }: Account,
  parameters: Readonly<Record<string, string>>,
): [string, string] | undefined => {
  if (!isv) return undefined;
  if (parameters.app_cert_sn !== numberOf(isv.certificate))
    return ['isv.invalid-app-cert-sn', '应用证书序列号不匹配'];
  return parameters.alipay_root_cert_sn === numberOf(platform.root.certificate)
    ? undefined
    : ['isv.invalid-alipay-root-cert-sn', '支付宝根证书序列号不匹配'];
};

const contentOf = (json: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};
