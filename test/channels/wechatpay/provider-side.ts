import { generateKeyPairSync } from 'node:crypto';
import { selfSignedCertificate } from '#infra/local/providers/kit/self-signed-certificate.ts';
import {
  type Signer,
  sealed,
  signatureHeaders,
} from '#infra/local/providers/wechatpay/signature.ts';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import type { WechatPayConfig, WechatPayCredentials } from '#shared/channels/wechatpay/config.ts';
import { NOW } from '#test/channels/conformance/contexts.ts';

/** WeChat Pay's side of the wire, written apart from the channel's. */
const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });

export const MERCHANT = pair();
export const PLATFORM = pair();
export const NEXT_PLATFORM = pair();
export const STRANGER = pair();

export const API_V3_KEY = 'an-api-v3-key-of-32-bytes-000001';
export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0114232134912410000000000000';
export const SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1';
export const NEXT_SERIAL = '7132D72A03E93CDDF8C03BBD1F37EEDF00AB1234';
export const MERCHANT_SERIAL = '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C';

const YEAR_MILLIS = 365 * 24 * 3_600_000;

export const certificate = (
  { privateKey }: { readonly privateKey: string },
  serialNumber: string,
  { endsAt = new Date(NOW.getTime() + YEAR_MILLIS) } = {},
): string =>
  selfSignedCertificate({
    privateKey,
    serialNumber,
    commonName: 'Tenpay.com sign',
    from: new Date(NOW.getTime() - YEAR_MILLIS),
    until: endsAt,
  });

export const BY_PUBLIC_KEY: Signer = { privateKey: PLATFORM.privateKey, serial: PUBLIC_KEY_ID };
export const BY_CERTIFICATE: Signer = { privateKey: PLATFORM.privateKey, serial: SERIAL };
export const BY_NEXT_CERTIFICATE: Signer = {
  privateKey: NEXT_PLATFORM.privateKey,
  serial: NEXT_SERIAL,
};

export const CONFIG: WechatPayConfig = {
  accessMode: 'ordinary',
  products: ['native', 'h5', 'jsapi'],
  mchId: '1900000109',
  appId: 'wxd678efh567hg6787',
  merchantSerialNumber: MERCHANT_SERIAL,
  verification: 'public_key',
  publicKeyId: PUBLIC_KEY_ID,
};

export const PARTNER_CONFIG: WechatPayConfig = {
  ...CONFIG,
  accessMode: 'partner',
  mchId: '1230000109',
  appId: 'wx8888888888888888',
  subMchId: '1900000109',
};

export const CREDENTIALS: WechatPayCredentials = {
  merchantPrivateKey: MERCHANT.privateKey,
  apiV3Key: API_V3_KEY,
  publicKey: PLATFORM.publicKey,
  appSecret: '0123456789abcdef0123456789abcdef',
};

/** A signed reply, as `ProviderHttp` hands it out. */
export const reply = (
  value: unknown,
  { signer = BY_PUBLIC_KEY, status = 200, at = NOW } = {},
): ProviderResponse => {
  const body = value === undefined ? '' : JSON.stringify(value);
  return {
    kind: 'response',
    status,
    headers: { 'content-type': 'application/json', ...signatureHeaders(signer, body, at) },
    body,
    bytes: Buffer.from(body),
  };
};

/** A refusal; those that come before WeChat Pay checks a signature are not signed. */
export const refusal = (
  code: string,
  message: string,
  { status = 400, isSigned = true } = {},
): ProviderResponse => {
  const signed = reply({ code, message }, { status });
  return isSigned || signed.kind !== 'response' ? signed : { ...signed, headers: {} };
};

/** The list of platform certificates that WeChat Pay hands out. */
export const certificateList = (
  certificates: readonly string[],
  { signer = BY_CERTIFICATE, apiV3Key = API_V3_KEY, at = NOW } = {},
): ProviderResponse =>
  reply(
    {
      data: certificates.map((pem, index) => ({
        serial_no: `list-${index}`,
        effective_time: '2026-01-01T00:00:00+08:00',
        expire_time: '2027-01-01T00:00:00+08:00',
        encrypt_certificate: sealed(pem, apiV3Key, 'certificate'),
      })),
    },
    { signer, at },
  );

export interface Event {
  readonly type: string;
  /** JSON text or bytes of what is sealed. */
  readonly content: string | Buffer;
}

export interface EventOptions {
  readonly signer?: Signer;
  readonly at?: Date;
  readonly apiV3Key?: string;
}

/** A notification as WeChat Pay posts it. */
export const event = (
  { type, content }: Event,
  { signer = BY_PUBLIC_KEY, at = NOW, apiV3Key = API_V3_KEY }: EventOptions = {},
): RawCallback => {
  const body = Buffer.from(
    JSON.stringify({
      id: 'EV-2018022511223320873',
      create_time: '2026-11-01T20:00:00+08:00',
      resource_type: 'encrypt-resource',
      event_type: type,
      summary: '支付成功',
      resource: {
        original_type: type.startsWith('REFUND') ? 'refund' : 'transaction',
        ...sealed(content, apiV3Key, 'transaction'),
      },
    }),
  );
  return {
    httpMethod: 'POST',
    headers: { 'content-type': 'application/json', ...signatureHeaders(signer, body, at) },
    query: '',
    body,
  };
};
