import { createSign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { makeCertificate } from '#infra/local/providers/kit/certificates.ts';
import type { PaymentReference } from '#shared/application/ports/channel-port.ts';
import type { PaypalContext } from '#shared/channels/paypal/config.ts';
import { paypal } from '#shared/channels/paypal/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { AN_ATTEMPT_ID, AN_ORDER_NUMBER } from '#test/channels/conformance/contexts.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { replyJson, replyText, scriptedHttp } from '../support/scripted-http.ts';
import { withChecksumOf } from './same-checksum.ts';

const authority = await makeCertificate({ subject: 'CN=Test Authority', isAuthority: true });
const signer = await makeCertificate(
  { subject: 'CN=messageverificationcerts.paypal.com' },
  authority,
);
const WEBHOOK = '3RN13029J36659323';
const TOKEN = replyJson({ access_token: 'an-access-token', expires_in: 32_400 });

const aContext = (change: Partial<PaypalContext> = {}): PaypalContext => ({
  channelId: 'ch_1',
  mode: 'test',
  config: {
    clientId: 'a-client-of-the-shop',
    apiUrl: 'http://127.0.0.1:9/',
    certificateAuthority: authority.certificate.trim(),
  },
  credentials: { clientSecret: 'a-client-secret', webhookId: WEBHOOK },
  notifyUrl: 'https://callbacks.example.com/callbacks/paypal/ch_1',
  http: scriptedHttp(replyText(signer.certificate)),
  leases: leasesInMemory(),
  now: new Date(),
  ...change,
});

const transmissionOf = (body: Buffer) => ({
  'paypal-transmission-id': 't',
  'paypal-transmission-time': '2026-11-01T12:00:00Z',
  'paypal-transmission-sig': createSign('sha256')
    .update(`t|2026-11-01T12:00:00Z|${WEBHOOK}|${crc32(body)}`)
    .sign(signer.privateKey, 'base64'),
  'paypal-cert-url': 'http://127.0.0.1:9/v1/notifications/certs/CERT-1',
  'paypal-auth-algo': 'SHA256withRSA',
});

const completed = (orderNumber: string, more: string): string =>
  `{"event_type":"PAYMENT.CAPTURE.COMPLETED","resource":{"id":"CAP1","status":"COMPLETED","custom_id":"${orderNumber}",` +
  `"amount":{"currency_code":"USD","value":"10.00"},${more}}}`;

const told = (headers: Record<string, string>, body: Buffer) =>
  paypal.notification(aContext(), { httpMethod: 'POST', headers, query: '', body });

describe('what PayPal signs of a message is its CRC32, so its word alone delivers nothing', () => {
  test('whoever has seen one genuine message can make up any other', async () => {
    const genuine = Buffer.from(completed('paid-honestly', '"payee":{"merchant_id":"MERCHANT1"}'));
    const forged = withChecksumOf(genuine, (letters) =>
      completed(AN_ORDER_NUMBER, `"id":"${letters}"`),
    );
    expect(crc32(forged)).toBe(crc32(genuine));
    expect(await told(transmissionOf(genuine), forged)).toMatchObject({
      kind: 'verified',
      notification: { attemptId: AN_ATTEMPT_ID, status: 'succeeded' },
    });
  });

  test('PayPal is asked before a payment counts', () => {
    expect(paypal.capabilities.confirmByQuery).toBe(true);
  });

  test('the headers that a message is judged by are kept with it', async () => {
    const body = Buffer.from(completed(AN_ORDER_NUMBER, '"id":"CAP1"'));
    const headers = transmissionOf(body);
    const kept = Object.fromEntries(
      Object.entries(headers).filter(([name]) => paypal.evidenceHeaders?.includes(name)),
    );
    expect((await told(kept, body)).kind).toBe('verified');
  });
});

describe('a question', () => {
  const payment: PaymentReference = {
    orderNumber: AN_ORDER_NUMBER,
    providerReference: 'OURS',
    amount: money('USD', 1000),
    method: 'paypal',
    device: 'desktop',
    createdAt: new Date(),
    expiresAt: new Date(),
  };
  const capture = (status: string) => ({
    id: `CAP-${status}`,
    status,
    amount: { currency_code: 'USD', value: '10.00' },
  });
  const asked = (change: object, captures: object[]) =>
    paypal.query(
      aContext({
        http: scriptedHttp(
          TOKEN,
          replyJson({
            id: 'OURS',
            status: 'COMPLETED',
            purchase_units: [
              {
                custom_id: AN_ORDER_NUMBER,
                amount: { currency_code: 'USD', value: '10.00' },
                payments: { captures },
              },
            ],
            ...change,
          }),
        ),
      }),
      payment,
    );

  test('is not answered by another order that bears our number', async () => {
    expect((await asked({ id: 'ANOTHERS' }, [capture('COMPLETED')])).kind).toBe('unknown');
  });

  test.each([
    ['COMPLETED', 'DECLINED'],
    ['DECLINED', 'COMPLETED'],
  ])('finds the money whatever the order of captures: %s, %s', async (...words) => {
    expect(await asked({}, words.map(capture))).toMatchObject({ status: 'succeeded' });
  });
});

describe('a live account', () => {
  test.each(['https://api.sandbox.paypal.com/v1/c', 'https://api-m.sandbox.paypal.com/v1/c'])(
    'fetches no certificate of the sandbox: %s',
    async (url) => {
      const http = scriptedHttp();
      const { apiUrl: _, certificateAuthority: __, ...config } = aContext().config;
      const body = Buffer.from(completed(AN_ORDER_NUMBER, '"id":"CAP1"'));
      const outcome = await paypal.notification(aContext({ http, config, mode: 'live' }), {
        httpMethod: 'POST',
        headers: { ...transmissionOf(body), 'paypal-cert-url': url },
        query: '',
        body,
      });
      expect(outcome).toMatchObject({ kind: 'rejected', reason: 'signature_invalid' });
      expect(http.requests).toEqual([]);
    },
  );
});
