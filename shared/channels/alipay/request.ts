import { bytesOf, type Fields } from '../wire/fields.ts';
import { readRsaKey } from '../wire/rsa-key.ts';
import { certificateNumber, readCertificates, rootsNumber } from './certificates.ts';
import type { AlipayContext } from './config.ts';
import { signatureOf, signedText } from './sign.ts';
import { chinaTime } from './time.ts';

const GATEWAY = 'https://openapi.alipay.com/gateway.do';

export const gatewayOf = ({ config }: AlipayContext): string => config.gatewayUrl ?? GATEWAY;

export interface AlipayCall {
  /** `alipay.trade.query` … */
  readonly method: string;
  /** The business parameters, `biz_content`. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly notifyUrl?: string;
  readonly returnUrl?: string;
}

/**
 * The parameters of a call with our signature over all of them, `sign_type` too.
 *
 * @returns `undefined` when the stored key cannot sign, or the certificates cannot be named
 */
export const signedParameters = (
  context: AlipayContext,
  { method, content, notifyUrl = '', returnUrl = '' }: AlipayCall,
): Readonly<Record<string, string>> | undefined => {
  const { config, credentials, now } = context;
  const key = readRsaKey(credentials.appPrivateKey, 'private');
  const certificates = certificateParameters(context);
  if (!key || !certificates) return undefined;
  const parameters = Object.entries({
    app_id: config.appId,
    method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: chinaTime(now),
    version: '1.0',
    notify_url: notifyUrl,
    return_url: returnUrl,
    app_auth_token: config.accessMode === 'isv' ? (credentials.appAuthToken ?? '') : '',
    ...certificates,
    biz_content: JSON.stringify(content),
  }).filter(([, value]) => value !== '');
  const signable: Fields = new Map(parameters.map(([name, value]) => [name, bytesOf(value)]));
  return { ...Object.fromEntries(parameters), sign: signatureOf(signedText(signable), key) };
};

/** Certificate mode names both sides' certificates in every call. */
const certificateParameters = ({
  config,
  credentials,
}: AlipayContext): Readonly<Record<string, string>> | undefined => {
  if (config.keyMode === 'public_key') return {};
  const [own] = readCertificates(credentials.appCertificate ?? '');
  const roots = rootsNumber(readCertificates(credentials.alipayRootCertificate ?? ''));
  return own && roots !== ''
    ? { app_cert_sn: certificateNumber(own), alipay_root_cert_sn: roots }
    : undefined;
};

/** `name=value&…`, percent-encoded; a space is `%20`, which every decoder reads alike. */
export const encoded = (parameters: Readonly<Record<string, string>>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

/**
 * A call as it is posted: everything but the business parameters stands in the address, where the gateway looks for the
 * charset before it reads the body. So do the official SDKs.
 */
export const posted = (
  context: AlipayContext,
  { biz_content: content = '', ...rest }: Readonly<Record<string, string>>,
): { readonly url: string; readonly fields: Readonly<Record<string, string>> } => ({
  url: `${gatewayOf(context)}?${encoded(rest)}`,
  fields: { biz_content: content },
});
