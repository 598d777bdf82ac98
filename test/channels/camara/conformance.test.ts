import { createHmac } from 'node:crypto';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { camara } from '#shared/channels/camara/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  A_PROVIDER_REFERENCE,
  A_REFUND_ID,
  A_REFUND_NUMBER,
  AN_ATTEMPT_ID,
  AN_ORDER_NUMBER,
} from '#test/channels/conformance/contexts.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import type { ConformanceSubject, ProviderMessage } from '#test/channels/conformance/subject.ts';
import { replyJson, replyText } from '#test/channels/support/scripted-http.ts';

const KEY = 'a-key-for-the-tokens-of-events';
const CREDENTIALS = { clientSecret: 'a-client-secret', notificationKey: KEY };
const TOKEN = replyJson({
  access_token: 'an-access-token',
  token_type: 'Bearer',
  expires_in: 3600,
});
const PHONE = '+34671999000';

const tokenFor = (order: string, refund = '', key = KEY): string =>
  createHmac('sha256', key).update(`${order}\n${refund}`).digest('base64url');

const event = ({
  order,
  refund,
  type,
  token,
}: {
  order: string;
  refund?: string;
  type: string;
  token?: string;
}): RawCallback => ({
  httpMethod: 'POST',
  headers: {
    'content-type': 'application/cloudevents+json',
    authorization: `Bearer ${token ?? tokenFor(order, refund)}`,
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

const notify = ({ orderNumber, status }: ProviderMessage): RawCallback =>
  event({ order: orderNumber, type: `org.camaraproject.carrier-billing.v0.${status}` });

const payment = (change: object = {}, transaction: object = {}) => ({
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

const refundObject = (change: object = {}, amount = 10) => ({
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

const after = (...replies: readonly ProviderResponse[]) => [TOKEN, ...replies];
const error = (status: number, code: string) => replyJson({ status, code, message: code }, status);
const NO_CONTENT = replyText('', 204);

const subjectOf = (accessMode: 'one_step' | 'two_step'): ConformanceSubject => {
  const isTwoStep = accessMode === 'two_step';
  return {
    name: `camara, ${accessMode}`,
    channel: camara,
    config: {
      apiRoot: 'https://api.telco.example/',
      tokenUrl: 'https://auth.telco.example/token',
      clientId: 'shop',
      currency: 'EUR',
      accessMode,
    },
    credentials: CREDENTIALS,
    request: { method: 'carrier_billing', amount: money('EUR', 1000), phone: PHONE },
    kept: 'an-authorization-id',
    prelude: [TOKEN],
    notifications: {
      notify,
      spelling: '10',
      successWord: 'payment-completed',
      expected: { status: 'pending', isHint: true, providerReference: undefined as never },
      statusWords: {
        'payment-completed': 'pending',
        'payment-denied': 'pending',
        'payment-reserved': 'pending',
        'payment-pending-validation': 'pending',
        'payment-cancelled': 'pending',
      },
      otherCredentials: { ...CREDENTIALS, notificationKey: 'a-key-of-somebody-else' },
      blankCredentials: { ...CREDENTIALS, notificationKey: ' ' },
      withoutSignature: ({ headers: _, ...callback }) => ({ ...callback, headers: {} }),
      withDuplicatedField: (callback) => ({
        ...callback,
        query: `${callback.query}&order=01k9gfm0c8e4ravxk1q3j7zw02`,
      }),
      signedHeaders: ['authorization'],
      covers: 'bearer',
      foreignCharset: {
        callback: (message) => ({ ...notify(message), body: Buffer.from('\xBB\xE1', 'latin1') }),
        verdict: 'rejected',
      },
      others: [
        {
          what: 'an event about a refund of ours',
          callback: () =>
            event({
              order: AN_ORDER_NUMBER,
              refund: A_REFUND_NUMBER,
              type: 'org.camaraproject.carrier-billing-refund.v0.refund-completed',
            }),
          notification: { kind: 'refund', refundId: A_REFUND_ID, attemptId: AN_ATTEMPT_ID },
        },
      ],
    },
    acknowledgements: {
      accepted: { status: 204, headers: {}, body: '' },
      rejected: {
        status: 401,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: '{"status":401,"code":"UNAUTHENTICATED","message":"Request not authenticated."}',
      },
      try_again: {
        status: 429,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: '{"status":429,"code":"TOO_MANY_REQUESTS","message":"Try again later."}',
      },
    },
    creates: [
      {
        when: 'the operator takes it',
        replies: after(
          replyJson(payment({ paymentStatus: isTwoStep ? 'reserved' : 'succeeded' }), 201),
        ),
        outcome: 'happened',
        nextAction: 'redirect',
      },
      ...(isTwoStep
        ? ([
            {
              when: 'the buyer must type a code',
              replies: after(
                replyJson(
                  payment({
                    paymentStatus: 'pending_validation',
                    validationInfo: { action: 'validate', authorizationId: 'Fn34' },
                  }),
                  201,
                ),
              ),
              outcome: 'happened',
              nextAction: 'enter_code',
            },
            {
              when: 'the buyer must type it at the operator',
              replies: after(
                replyJson(
                  payment({
                    paymentStatus: 'pending_validation',
                    validationInfo: { action: 'open', validationURL: 'https://telco.example/v' },
                  }),
                  201,
                ),
              ),
              outcome: 'happened',
              nextAction: 'redirect',
            },
          ] as const)
        : []),
      {
        when: 'there is no phone number',
        replies: [],
        request: { phone: '0671999000' },
        outcome: 'did_not_happen',
        reason: 'instrument_expired',
      },
      {
        when: 'the token is refused',
        replies: [replyJson({ error: 'invalid_client' }, 401)],
        outcome: 'did_not_happen',
        reason: 'invalid_credentials',
      },
      {
        when: 'the customer has no credit',
        replies: after(error(403, 'CARRIER_BILLING.USER_AMOUNT_THRESHOLD_OVERPASSED')),
        outcome: 'did_not_happen',
        reason: 'insufficient_funds',
      },
      {
        when: 'the operator denies it',
        replies: after(error(403, 'CARRIER_BILLING.PAYMENT_DENIED')),
        outcome: 'did_not_happen',
        reason: 'declined',
      },
      {
        when: 'the correlator is known',
        replies: after(error(409, 'ALREADY_EXISTS')),
        outcome: 'unknown',
      },
      {
        when: 'another order is answered',
        replies: after(replyJson(payment({}, { referenceCode: 'x' }), 201)),
        outcome: 'unknown',
      },
    ],
    queries: [
      {
        when: 'it is paid',
        replies: after(replyJson(payment())),
        outcome: 'found',
        status: 'succeeded',
      },
      {
        when: 'it is worked on',
        replies: after(replyJson(payment({ paymentStatus: 'processing' }))),
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'it was denied',
        replies: after(replyJson(payment({ paymentStatus: 'denied' }))),
        outcome: 'found',
        status: 'failed',
        reason: 'declined',
      },
      {
        when: 'it was cancelled',
        replies: after(replyJson(payment({ paymentStatus: 'cancelled' }))),
        outcome: 'found',
        status: 'closed',
      },
      {
        when: 'the word is new',
        replies: after(replyJson(payment({ paymentStatus: 'paused' }))),
        outcome: 'found',
        status: 'unknown',
      },
      {
        when: 'another order is answered',
        replies: after(replyJson(payment({}, { referenceCode: 'x' }))),
        outcome: 'unknown',
      },
      {
        when: 'there is none',
        replies: after(error(404, 'NOT_FOUND')),
        outcome: 'not_found',
      },
      {
        when: 'the operator’s number was lost, and ours is in its list',
        replies: after(replyJson([payment({}, { referenceCode: 'x' }), payment()])),
        payment: { providerReference: undefined as never },
        outcome: 'found',
        status: 'succeeded',
      },
      {
        when: 'the operator’s number was lost, and ours is not in its list',
        replies: after(replyJson([])),
        payment: { providerReference: undefined as never },
        outcome: 'not_found',
      },
      {
        when: 'a stale token is refused once',
        replies: [TOKEN, error(401, 'UNAUTHENTICATED'), TOKEN, replyJson(payment())],
        outcome: 'found',
        status: 'succeeded',
      },
    ],
    proceeds: isTwoStep
      ? [
          {
            when: 'it is reserved, and confirmed',
            step: { kind: 'approved' },
            replies: after(
              replyJson(payment({ paymentStatus: 'reserved' })),
              replyText('', 202),
              replyJson(payment()),
            ),
            outcome: 'found',
            status: 'succeeded',
          },
          {
            when: 'the code is right',
            step: { kind: 'code', code: '352673' },
            replies: after(
              NO_CONTENT,
              replyJson(payment({ paymentStatus: 'reserved' })),
              replyText('', 202),
              replyJson(payment()),
            ),
            outcome: 'found',
            status: 'succeeded',
          },
          {
            when: 'the code is wrong',
            step: { kind: 'code', code: '000000' },
            replies: after(error(400, 'CARRIER_BILLING.INVALID_CODE')),
            outcome: 'not_accepted',
            reason: 'authentication_failed',
          },
          {
            when: 'it was confirmed before',
            step: { kind: 'approved' },
            replies: after(
              replyJson(payment({ paymentStatus: 'reserved' })),
              error(409, 'CARRIER_BILLING.PAYMENT_CONFIRMED'),
              replyJson(payment()),
            ),
            outcome: 'found',
            status: 'succeeded',
          },
        ]
      : [],
    closesNothing: !isTwoStep,
    closes: isTwoStep
      ? [
          {
            when: 'it is reserved',
            replies: after(replyText('', 202), replyJson(payment({ paymentStatus: 'cancelled' }))),
            outcome: 'closed',
          },
          {
            when: 'it is paid',
            replies: after(error(409, 'CARRIER_BILLING.PAYMENT_CONFIRMED'), replyJson(payment())),
            outcome: 'already_paid',
          },
        ]
      : [],
    refunds: [
      { when: 'it is done', replies: after(replyJson(refundObject(), 201)), outcome: 'succeeded' },
      {
        when: 'it is worked on',
        replies: after(replyJson(refundObject({ refundStatus: 'processing' }), 201)),
        outcome: 'pending',
      },
      {
        when: 'it is denied',
        replies: after(replyJson(refundObject({ refundStatus: 'denied' }), 201)),
        outcome: 'did_not_happen',
      },
      {
        when: 'the number is known and done',
        replies: after(error(409, 'ALREADY_EXISTS'), replyJson([refundObject()])),
        outcome: 'succeeded',
      },
      {
        when: 'another amount is named',
        replies: after(replyJson(refundObject({}, 9), 201)),
        outcome: 'unknown',
      },
    ],
    refundOverAmount: {
      when: 'more than was paid is asked for',
      replies: after(error(403, 'CARRIER_BILLING_REFUND.UNAUTHORIZED_AMOUNT')),
      outcome: 'did_not_happen',
    },
  };
};

describeConformance(subjectOf('one_step'));
describeConformance(subjectOf('two_step'));
