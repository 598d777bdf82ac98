import { createSign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type CertifiedKey, makeCertificate } from '#infra/local/providers/kit/certificates.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { paypal } from '#shared/channels/paypal/index.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { NOT_CONNECTED, replyJson, replyText, scriptedHttp } from '../support/scripted-http.ts';

const authority = await makeCertificate({ subject: 'CN=Test Authority', isAuthority: true });
const stranger = await makeCertificate({ subject: 'CN=Another Authority', isAuthority: true });
const NAME = 'CN=messageverificationcerts.paypal.com';
const signer = await makeCertificate({ subject: NAME }, authority);

const WEBHOOK = '3RN13029J36659323';
const OWN = { apiUrl: 'http://127.0.0.1:9/', certificateAuthority: authority.certificate };
const BODY = Buffer.from('{"event_type":"BILLING.PLAN.CREATED","resource":{"id":"P-1"}}');
const TOKEN = replyJson({ access_token: 'an-access-token', expires_in: 32_400 });

const judge = async (
  certUrl: string,
  {
    replies = [] as readonly ProviderResponse[],
    config = OWN as object,
    key = signer,
    algorithm = 'SHA256withRSA',
  } = {},
) => {
  const http = scriptedHttp(...replies);
  const outcome = await paypal.notification(
    {
      channelId: 'ch_1',
      mode: 'live',
      config: { clientId: 'a-client-of-the-shop', ...config },
      credentials: { clientSecret: 'a-client-secret', webhookId: WEBHOOK },
      notifyUrl: 'https://callbacks.example.com/callbacks/paypal/ch_1',
      http,
      leases: leasesInMemory(),
      now: new Date(),
    },
    {
      httpMethod: 'POST',
      headers: {
        'paypal-transmission-id': 't',
        'paypal-transmission-time': '2026-11-01T12:00:00Z',
        'paypal-transmission-sig': signature(key),
        'paypal-cert-url': certUrl,
        'paypal-auth-algo': algorithm,
      },
      query: '',
      body: BODY,
    },
  );
  return { outcome, asked: http.requests.map(({ url }) => url) };
};

const signature = ({ privateKey }: CertifiedKey): string =>
  createSign('sha256')
    .update(`t|2026-11-01T12:00:00Z|${WEBHOOK}|${crc32(BODY)}`)
    .sign(privateKey, 'base64');

const OWN_URL = 'http://127.0.0.1:9/v1/notifications/certs/CERT-1';

describe('nothing is fetched from an address that is not PayPal’s', () => {
  test.each([
    'https://api.paypal.com.evil.example/cert',
    'https://evil.example/v1/notifications/certs/CERT-1',
    'http://api.paypal.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com:8443/v1/notifications/certs/CERT-1',
    'https://user@api.paypal.com/v1/notifications/certs/CERT-1',
    'https://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'not an address',
    '',
  ])('%o', async (url) => {
    const { outcome, asked } = await judge(url, { config: {} });
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'signature_invalid' });
    expect(asked).toEqual([]);
  });
});

test('a certificate of the authority verifies, and is fetched once', async () => {
  const { outcome, asked } = await judge(OWN_URL, { replies: [replyText(signer.certificate)] });
  expect(outcome).toMatchObject({ kind: 'verified' });
  expect(asked).toEqual([OWN_URL]);
});

test.each(['SHA1withRSA', 'MD5withRSA', ''])('the algorithm %o is not taken', async (algorithm) => {
  const { outcome, asked } = await judge(OWN_URL, { algorithm });
  expect(outcome).toMatchObject({ reason: 'signature_invalid' });
  expect(asked).toEqual([]);
});

test.each([
  ['of a stranger', await makeCertificate({ subject: NAME }, stranger)],
  ['that signed itself', await makeCertificate({ subject: NAME })],
])('with a certificate %s PayPal itself is asked, and its no counts', async (_, key) => {
  const replies = [
    replyText(key.certificate),
    TOKEN,
    replyJson({ verification_status: 'FAILURE' }),
  ];
  const { outcome } = await judge(OWN_URL, { replies, key });
  expect(outcome).toMatchObject({ kind: 'rejected', reason: 'signature_invalid' });
});

test.each([
  ['over', { notAfter: new Date(Date.now() - 3_600_000), notBefore: new Date(0) }],
  ['not begun', { notBefore: new Date(Date.now() + 3_600_000) }],
])('a certificate whose time is %s is refused', async (_, times) => {
  const key = await makeCertificate({ subject: NAME, ...times }, authority);
  const { outcome } = await judge(OWN_URL, { replies: [replyText(key.certificate)], key });
  expect(outcome).toMatchObject({ kind: 'rejected', reason: 'signature_invalid' });
});

test('a public certificate for another name is refused', async () => {
  const key = await makeCertificate({ subject: 'CN=www.example.com' }, authority);
  const { outcome } = await judge('https://api.paypal.com/v1/notifications/certs/CERT-1', {
    replies: [replyText(key.certificate)],
    config: {},
    key,
  });
  expect(outcome).toMatchObject({ kind: 'rejected', reason: 'signature_invalid' });
});

test('when the certificate cannot be fetched, PayPal vouches for the message byte by byte', async () => {
  const replies = [NOT_CONNECTED, TOKEN, replyJson({ verification_status: 'SUCCESS' })];
  expect((await judge(OWN_URL, { replies })).outcome).toMatchObject({ kind: 'verified' });
});

test('when nobody answers, PayPal must send it again', async () => {
  expect((await judge(OWN_URL, { replies: [NOT_CONNECTED] })).outcome).toMatchObject({
    kind: 'unavailable',
  });
});
