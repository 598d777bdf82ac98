import { createHmac } from 'node:crypto';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import {
  A_PROVIDER_REFERENCE,
  A_REFUND_NUMBER,
  AN_ORDER_NUMBER,
} from '#test/channels/conformance/contexts.ts';
import type { ProviderMessage } from '#test/channels/conformance/subject.ts';
import { replyJson, replyText } from '#test/channels/support/scripted-http.ts';

// The operator's side of the wire, written apart from the channel's.

const KEY = 'a-key-for-the-tokens-of-events';
export const CREDENTIALS = { clientSecret: 'a-client-secret', notificationKey: KEY };
export const TOKEN = replyJson({
  access_token: 'an-access-token',
  token_type: 'Bearer',
  expires_in: 3600,
});
export const PHONE = '+34671999000';

const tokenFor = (order: string, refund = ''): string =>
  createHmac('sha256', KEY).update(`${order}\n${refund}`).digest('base64url');

export const event = ({
  order,
  refund,
  type,
}: {
  order: string;
  refund?: string;
  type: string;
}): RawCallback => ({
  httpMethod: 'POST',
  headers: {
    'content-type': 'application/cloudevents+json',
    authorization: `Bearer ${tokenFor(order, refund)}`,
  },
  query: `order=${order}${refund ? `&refund=${refund}` : ''}`,
  body: Buffer.from(
    JSON.stringify({
      id: 'sd5e-uy52-88t4-za66',
      source: 'https://notifications.telco.example',
      specversion: '1.0',
      type,
      time: '2026-11-01T12:00:00Z',
      data: { paymentId: A_PROVIDER_REFERENCE, status: 'succeeded', description: 'paid' },
    }),
  ),
});

export const notify = ({ orderNumber, status }: ProviderMessage): RawCallback =>
  event({ order: orderNumber, type: `org.camaraproject.carrier-billing.v0.${status}` });

export const payment = (change: object = {}, transaction: object = {}) => ({
  paymentId: A_PROVIDER_REFERENCE,
  paymentStatus: 'succeeded',
  paymentCreationDate: '2026-11-01T12:00:00Z',
  amountTransaction: {
    phoneNumber: PHONE,
    clientCorrelator: AN_ORDER_NUMBER,
    referenceCode: AN_ORDER_NUMBER,
    paymentAmount: { chargingInformation: { amount: 10, currency: 'EUR', description: 'VIP' } },
    ...transaction,
  },
  ...change,
});

export const refundObject = (change: object = {}, amount = 10) => ({
  refundId: 'RF1',
  refundStatus: 'succeeded',
  type: 'partial',
  refundCreationDate: '2026-11-01T12:00:00Z',
  amountTransaction: {
    referenceCode: A_REFUND_NUMBER,
    refundAmount: { chargingInformation: { amount, currency: 'EUR', description: 'refund' } },
  },
  ...change,
});

export const after = (...replies: readonly ProviderResponse[]) => [TOKEN, ...replies];
export const error = (status: number, code: string) =>
  replyJson({ status, code, message: code }, status);
export const NO_CONTENT = replyText('', 204);
