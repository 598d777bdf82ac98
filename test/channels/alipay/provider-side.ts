import { generateKeyPairSync } from 'node:crypto';
import {
  numberOf,
  signedNotification,
  signedReply,
} from '#infra/local/providers/alipay/signature.ts';
import { makeCertificate } from '#infra/local/providers/kit/certificates.ts';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import type { AlipayConfig, AlipayCredentials } from '#shared/channels/alipay/config.ts';
import { A_PROVIDER_REFERENCE, AN_ORDER_NUMBER } from '#test/channels/conformance/contexts.ts';
import { replyText } from '#test/channels/support/scripted-http.ts';

/** Alipay's side of the wire, written apart from the channel's. */
const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });

export const APP = pair();
export const ALIPAY = pair();
export const STRANGER = pair();

const names = (commonName: string): string =>
  `C=CN, O=Simulated Ant, OU=Certification Authority, CN=${commonName}`;

export const ROOT = await makeCertificate({ subject: names('Root R1'), isAuthority: true });
export const OTHER_ROOT = await makeCertificate({ subject: names('Root G3'), isAuthority: true });
export const CERTIFIED_APP = await makeCertificate(
  { subject: names('app'), notAfter: new Date('2027-05-01T00:00:00Z') },
  ROOT,
);
export const CERTIFIED_ALIPAY = await makeCertificate(
  { subject: names('alipay'), notAfter: new Date('2027-06-01T00:00:00Z') },
  ROOT,
);
export const NEXT_ALIPAY = await makeCertificate({ subject: names('alipay') }, ROOT);

export const CONFIG: AlipayConfig = {
  accessMode: 'merchant',
  products: ['page', 'wap', 'qr', 'app'],
  appId: '2021000100000001',
  sellerId: '2088100000000001',
  keyMode: 'public_key',
};
export const CREDENTIALS: AlipayCredentials = {
  appPrivateKey: APP.privateKey,
  alipayPublicKey: ALIPAY.publicKey,
};

export const ISV_CONFIG: AlipayConfig = {
  ...CONFIG,
  accessMode: 'isv',
  keyMode: 'certificate',
  appId: '2021000100000009',
  authAppId: '2021000100000002',
  sellerId: '2088100000000002',
  serviceProviderId: '2088100000000009',
};
export const ISV_CREDENTIALS: AlipayCredentials = {
  appPrivateKey: CERTIFIED_APP.privateKey,
  appCertificate: CERTIFIED_APP.certificate,
  alipayCertificate: CERTIFIED_ALIPAY.certificate + ROOT.certificate,
  alipayRootCertificate: ROOT.certificate + OTHER_ROOT.certificate,
  appAuthToken: '202611BBa1b2c3d4e5f60718293a4b5c6d7e8X56',
};

/** Who signs for Alipay towards an account. */
export const signerFor = ({ keyMode }: AlipayConfig) =>
  keyMode === 'public_key'
    ? { privateKey: ALIPAY.privateKey }
    : {
        privateKey: CERTIFIED_ALIPAY.privateKey,
        certificateNumber: numberOf(CERTIFIED_ALIPAY.certificate),
      };

const nodeOf = (method: string): string => `${method.replaceAll('.', '_')}_response`;

/** A signed reply to a call, as `ProviderHttp` hands it out. */
export const replyTo = (
  method: string,
  content: Readonly<Record<string, unknown>>,
  config: AlipayConfig = CONFIG,
): ProviderResponse => replyText(signedReply(nodeOf(method), content, signerFor(config)));

export const done = (
  method: string,
  content: Readonly<Record<string, unknown>>,
  config: AlipayConfig = CONFIG,
): ProviderResponse => replyTo(method, { code: '10000', msg: 'Success', ...content }, config);

export const refused = (
  method: string,
  subCode: string,
  config: AlipayConfig = CONFIG,
  code = '40004',
): ProviderResponse =>
  replyTo(method, { code, msg: 'Business Failed', sub_code: subCode, sub_msg: 'no' }, config);

/** A reply that nobody signed. */
export const unsigned = (
  method: string,
  content: Readonly<Record<string, unknown>>,
): ProviderResponse => replyText(JSON.stringify({ [nodeOf(method)]: content }));

/** What Alipay says of a payment. */
export const tradeFields = (
  { appId, authAppId = appId, sellerId }: AlipayConfig,
  change: Readonly<Record<string, string>> = {},
): Record<string, string> => ({
  gmt_create: '2026-11-01 20:00:05',
  charset: 'utf-8',
  gmt_payment: '2026-11-01 20:00:09',
  notify_time: '2026-11-01 20:00:10',
  subject: 'VIP会员 30 days + 100%',
  buyer_id: '2088200000000009',
  invoice_amount: '10.00',
  version: '1.0',
  notify_id: '2026110100222200009021031429000001',
  fund_bill_list: '[{"amount":"10.00","fundChannel":"ALIPAYACCOUNT"}]',
  notify_type: 'trade_status_sync',
  out_trade_no: AN_ORDER_NUMBER,
  total_amount: '10.00',
  trade_status: 'TRADE_SUCCESS',
  trade_no: A_PROVIDER_REFERENCE,
  auth_app_id: authAppId,
  receipt_amount: '10.00',
  app_id: appId,
  buyer_pay_amount: '10.00',
  seller_id: sellerId,
  ...change,
});

export const posted = (fields: Readonly<Record<string, string>>): RawCallback => ({
  httpMethod: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  query: '',
  body: Buffer.from(new URLSearchParams(fields).toString()),
});

/** A notification with these fields, signed for the account. */
export const notified = (
  config: AlipayConfig,
  change: Readonly<Record<string, string>> = {},
): RawCallback =>
  posted(signedNotification(tradeFields(config, change), signerFor(config).privateKey));
