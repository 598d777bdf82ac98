import { createHash, createPrivateKey, sign } from 'node:crypto';
import { type CertifiedKey, makeCertificate } from '#infra/local/providers/kit/certificates.ts';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import type { UnionpayConfig, UnionpayCredentials } from '#shared/channels/unionpay/config.ts';
import { replyText } from '#test/channels/support/scripted-http.ts';

/** UnionPay's side of the wire, written apart from the channel's. */
const TIMES = { notBefore: new Date('2020-01-01'), notAfter: new Date('2040-01-01') };

const authority = (name: string, issuer?: CertifiedKey) =>
  makeCertificate({ subject: `CN=${name}`, isAuthority: true, ...TIMES }, issuer);

export const signerNamed = (
  company: string,
  issuer: CertifiedKey,
  times: { notBefore: Date; notAfter: Date } = TIMES,
): Promise<CertifiedKey> =>
  makeCertificate(
    { subject: `CN=041@8310000000083040@${company}@00016495,O=TEST OCA1`, ...times },
    issuer,
  );

export const UNIONPAY_NAME = '中国银联股份有限公司';
export const ROOT = await authority('TEST ROOT');
export const MIDDLE = await authority('TEST OCA1', ROOT);
export const SIGNER = await signerNamed(UNIONPAY_NAME, MIDDLE);
export const MERCHANT = await makeCertificate(
  { subject: 'CN=a shop', serialNumber: '40fae12d55', ...TIMES },
  MIDDLE,
);
/** Somebody else's authority, and a signer with UnionPay's name under it. */
export const STRANGERS_MIDDLE = await authority('TEST OCA1');
export const STRANGER = await signerNamed(UNIONPAY_NAME, STRANGERS_MIDDLE);

export const MER_ID = '777290058110048';
export const CONFIG: UnionpayConfig = {
  accessMode: 'bank_gateway',
  merId: MER_ID,
  signMethod: 'certificate',
};
export const TOKEN_CONFIG: UnionpayConfig = {
  ...CONFIG,
  accessMode: 'token_quick_pay',
  tokenRequestor: '62000000001',
};
export const KEY_CONFIG: UnionpayConfig = { ...CONFIG, signMethod: 'key' };
export const CREDENTIALS: UnionpayCredentials = {
  merchantPrivateKey: MERCHANT.privateKey,
  merchantCertificate: MERCHANT.certificate,
  trustedCertificates: MIDDLE.certificate + ROOT.certificate,
};
export const SECURE_KEY = 'a-shared-key-of-the-shop';

export type WireFields = Readonly<Record<string, string>>;

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/** Bytes in, so that other charsets than UTF-8 can be signed. */
const digestText = (fields: WireFields, encoding: BufferEncoding): Buffer =>
  Buffer.from(
    Object.keys(fields)
      .filter((name) => name !== 'signature' && fields[name] !== '')
      .sort()
      .map((name) => `${name}=${fields[name]}`)
      .join('&'),
    encoding,
  );

export const signedBy = (
  fields: WireFields,
  signer: CertifiedKey = SIGNER,
  encoding: BufferEncoding = 'utf8',
): WireFields => {
  const whole: WireFields = {
    version: '5.1.0',
    encoding: 'UTF-8',
    signMethod: '01',
    signPubKeyCert: signer.certificate.trim().replaceAll(/\r?\n/g, '\r\n'),
    ...fields,
  };
  const digest = sha256(digestText(whole, encoding));
  const signature = sign('sha256', Buffer.from(digest), createPrivateKey(signer.privateKey));
  return { ...whole, signature: signature.toString('base64') };
};

export const signedByKey = (
  fields: WireFields,
  key = SECURE_KEY,
  encoding: BufferEncoding = 'utf8',
): WireFields => {
  const whole: WireFields = { version: '5.1.0', encoding: 'UTF-8', signMethod: '11', ...fields };
  const text = Buffer.concat([digestText(whole, encoding), Buffer.from(`&${sha256(key)}`)]);
  return { ...whole, signature: sha256(text) };
};

/** As UnionPay posts it: everything encoded. */
export const posted = (fields: WireFields, encoding: BufferEncoding = 'utf8'): RawCallback => ({
  httpMethod: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  query: '',
  body: Buffer.from(
    Object.entries(fields)
      .map(([name, value]) => `${name}=${percent(Buffer.from(value, encoding))}`)
      .join('&'),
  ),
});

const percent = (bytes: Buffer): string =>
  bytes
    .toString('latin1')
    .replace(
      /[^0-9A-Za-z._-]/g,
      (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );

/** As UnionPay answers: nothing encoded. */
export const answered = (fields: WireFields): ProviderResponse =>
  replyText(
    Object.entries(fields)
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
  );

export type SignedAs = (fields: WireFields) => WireFields;

export const reply = (
  fields: WireFields,
  signedAs: SignedAs = (own) => signedBy(own),
): ProviderResponse => answered(signedAs({ merId: MER_ID, accessType: '0', ...fields }));
