import type { ProviderRequest } from '../../application/ports/provider-http.ts';
import { below } from '../wire/provider-address.ts';
import { readRsaKey } from '../wire/rsa-key.ts';
import type { WechatPayContext } from './config.ts';
import { authorization } from './sign.ts';

const API_URL = 'https://api.mch.weixin.qq.com';

export const apiUrlOf = ({ config }: WechatPayContext): string => config.apiUrl ?? API_URL;

export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query below the API's address, or a whole address that WeChat Pay handed out. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMillis?: number;
  readonly maxAnswerBytes?: number;
}

/**
 * A request, signed over the bytes that are sent.
 *
 * @returns `undefined` when the stored key cannot sign
 */
export const signedRequest = (
  context: WechatPayContext,
  { method, path, body, headers, ...limits }: ApiRequest,
): ProviderRequest | undefined => {
  const { config, credentials, now } = context;
  const key = readRsaKey(credentials.merchantPrivateKey, 'private');
  if (!key) return undefined;
  const url = new URL(/^https?:/.test(path) ? path : below(apiUrlOf(context), path));
  const text = body === undefined ? '' : JSON.stringify(body);
  return {
    ...limits,
    method,
    url: url.href,
    headers: {
      accept: 'application/json',
      'user-agent': 'Arteria',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      // While an account moves to the public key, this asks for replies that are signed with it.
      ...(config.publicKeyId !== undefined && config.verification !== 'platform_certificates'
        ? { 'wechatpay-serial': config.publicKeyId }
        : {}),
      ...headers,
      authorization: authorization({
        mchId: config.mchId,
        serialNumber: config.merchantSerialNumber.toUpperCase(),
        key,
        now,
        method,
        target: url.pathname + url.search,
        body: text,
      }),
    },
    ...(body === undefined ? {} : { body: text }),
  };
};
