import { createSign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { makeCertificate } from '#infra/local/providers/kit/certificates.ts';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import {
  A_PROVIDER_REFERENCE,
  A_REFUND_NUMBER,
  AN_ORDER_NUMBER,
} from '#test/channels/conformance/contexts.ts';
import type { ProviderMessage } from '#test/channels/conformance/subject.ts';
import { replyJson } from '#test/channels/support/scripted-http.ts';

// PayPal's side of the wire, written apart from the channel's.

// Valid at the suite's time, which is fixed.
const notBefore = new Date('2026-01-01T00:00:00Z');
const authority = await makeCertificate({
  subject: 'CN=Test Authority',
  isAuthority: true,
  notBefore,
});
export const signer = await makeCertificate(
  { subject: 'CN=messageverificationcerts.paypal.com', notBefore },
  authority,
);

export const SECRETS = { clientSecret: 'a-client-secret', webhookId: '3RN13029J36659323' };
export const CONFIG = {
  clientId: 'a-client-of-the-shop',
  merchantId: 'MERCHANT1',
  apiUrl: 'http://127.0.0.1:9/',
  certificateAuthority: authority.certificate.trim(),
};
export const TOKEN = replyJson({ access_token: 'an-access-token', expires_in: 32_400 });

export const signed = (body: Buffer): RawCallback => {
  const [id, time] = ['b2384410-f8d2-11e4-8bf3-77339302725b', '2026-11-01T12:00:00Z'];
  return {
    httpMethod: 'POST',
    headers: {
      'content-type': 'application/json',
      'paypal-transmission-id': id,
      'paypal-transmission-time': time,
      'paypal-transmission-sig': createSign('sha256')
        .update(`${id}|${time}|${SECRETS.webhookId}|${crc32(body)}`)
        .sign(signer.privateKey, 'base64'),
      'paypal-cert-url': 'http://127.0.0.1:9/v1/notifications/certs/CERT-1',
      'paypal-auth-algo': 'SHA256withRSA',
    },
    query: '',
    body,
  };
};

export const event = (type: string, resource: string): Buffer =>
  Buffer.from(`{"id":"WH-1","event_type":"${type}","resource":${resource}}`);

export const captureEvent = (message: ProviderMessage): Buffer =>
  event(
    'PAYMENT.CAPTURE.COMPLETED',
    `{"id":"CAP1","status":"${message.status}","custom_id":"${message.orderNumber}",` +
      `"amount":{"currency_code":"${message.currency ?? 'USD'}","value":${message.amount}},` +
      `"payee":{"merchant_id":"MERCHANT1"},` +
      `"supplementary_data":{"related_ids":{"order_id":"${message.providerReference}"}}}`,
  );

export const order = (change: object = {}, unit: object = {}, status = 200) =>
  replyJson(
    {
      id: A_PROVIDER_REFERENCE,
      status: 'PAYER_ACTION_REQUIRED',
      purchase_units: [
        {
          reference_id: AN_ORDER_NUMBER,
          custom_id: AN_ORDER_NUMBER,
          amount: { currency_code: 'USD', value: '10.00' },
          payee: { merchant_id: 'MERCHANT1' },
          ...unit,
        },
      ],
      links: [{ rel: 'payer-action', href: 'https://www.paypal.com/checkoutnow?token=1' }],
      ...change,
    },
    status,
  );
export const paid = (status = 'COMPLETED') =>
  order(
    { status: 'COMPLETED' },
    {
      payments: {
        captures: [{ id: 'CAP1', status, amount: { currency_code: 'USD', value: '10.00' } }],
      },
    },
  );
export const refundReply = (change: object = {}) =>
  replyJson({
    id: 'RF1',
    status: 'COMPLETED',
    amount: { currency_code: 'USD', value: '10.00' },
    invoice_id: A_REFUND_NUMBER,
    ...change,
  });
export const error = (status: number, name: string, issue?: string, more: object = {}) =>
  replyJson({ name, message: name, ...(issue ? { details: [{ issue }] } : {}), ...more }, status);
export const after = (...replies: readonly ProviderResponse[]) => [TOKEN, ...replies];
