import Stripe from 'stripe';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import { stripe } from '#shared/channels/stripe/index.ts';
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
import { replyJson, scriptedHttp } from '#test/channels/support/scripted-http.ts';

const SECRET = 'whsec_aSigningSecretOfTheEndpoint';
const KEYS = { secretKey: 'sk_test_aSecretKeyOfTheShop', webhookSecret: SECRET };
const JSON_HEADER = { 'content-type': 'application/json; charset=utf-8' };
const SESSION = 'cs_test_a1';
const INTENT = 'pi_3a1';

/** Signed by the official SDK. */
const signed = (body: string, at: Date, secret = SECRET): RawCallback => ({
  httpMethod: 'POST',
  headers: {
    'content-type': 'application/json',
    'stripe-signature': Stripe.webhooks.generateTestHeaderString({
      payload: body,
      secret,
      timestamp: Math.floor(at.getTime() / 1000),
    }),
  },
  query: '',
  body: Buffer.from(body),
});

const event = (type: string, object: string, at: Date, livemode = false): RawCallback =>
  signed(
    `{"id":"evt_1","object":"event","type":"${type}","livemode":${livemode},"data":{"object":${object}}}`,
    at,
  );

const sessionEvent = (message: ProviderMessage, at: Date): RawCallback => {
  const isOpen = message.status === 'open' || message.status === 'expired';
  return event(
    'checkout.session.completed',
    `{"object":"checkout.session","id":"${message.providerReference}","client_reference_id":"${message.orderNumber}",` +
      `"status":"${isOpen ? message.status : 'complete'}","payment_status":"${isOpen ? 'unpaid' : message.status}",` +
      `"amount_total":${message.amount},"currency":"${message.currency ?? 'usd'}"}`,
    at,
  );
};

const intentEvent = (message: ProviderMessage, at: Date): RawCallback =>
  event(
    'payment_intent.succeeded',
    `{"object":"payment_intent","id":"${message.providerReference}","status":"${message.status}",` +
      `"amount":${message.amount},"amount_received":${message.amount},"currency":"${message.currency ?? 'usd'}",` +
      `"metadata":{"order":"${message.orderNumber}"}}`,
    at,
  );

const session = (change: object = {}) =>
  replyJson({
    id: SESSION,
    object: 'checkout.session',
    client_reference_id: AN_ORDER_NUMBER,
    status: 'open',
    payment_status: 'unpaid',
    amount_total: 1000,
    currency: 'usd',
    payment_intent: null,
    url: 'https://checkout.stripe.com/c/pay/cs_test_a1',
    ...change,
  });
const PAID_SESSION = { status: 'complete', payment_status: 'paid', payment_intent: INTENT };

const intent = (change: object = {}) =>
  replyJson({
    id: INTENT,
    object: 'payment_intent',
    status: 'succeeded',
    amount: 1000,
    amount_received: 1000,
    currency: 'usd',
    client_secret: 'pi_3a1_secret_x',
    metadata: { order: AN_ORDER_NUMBER },
    last_payment_error: null,
    ...change,
  });

const refundOf = (change: object = {}) =>
  replyJson({
    id: 're_1',
    object: 'refund',
    amount: 1000,
    currency: 'usd',
    status: 'succeeded',
    payment_intent: INTENT,
    metadata: { order: AN_ORDER_NUMBER, refund: A_REFUND_NUMBER },
    ...change,
  });

const error = (status: number, more: object) =>
  replyJson({ error: { type: 'invalid_request_error', message: 'no', ...more } }, status);

const subjectOf = (accessMode: 'hosted' | 'elements'): ConformanceSubject => {
  const isHosted = accessMode === 'hosted';
  const reference = isHosted ? SESSION : INTENT;
  const made = isHosted
    ? session
    : (change: object = {}) => intent({ status: 'requires_payment_method', ...change });
  const foreign = isHosted ? { client_reference_id: 'x' } : { metadata: { order: 'x' } };
  return {
    name: `stripe, ${accessMode}`,
    channel: stripe,
    config: { accessMode, publishableKey: 'pk_test_aPublishableKey' },
    credentials: KEYS,
    request: { method: 'card', amount: money('USD', 1000) },
    notifications: {
      notify: isHosted ? sessionEvent : intentEvent,
      spelling: '1000',
      successWord: isHosted ? 'paid' : 'succeeded',
      statusWords: isHosted
        ? { paid: 'succeeded', unpaid: 'pending', open: 'pending', expired: 'closed' }
        : {
            succeeded: 'succeeded',
            canceled: 'closed',
            processing: 'pending',
            requires_action: 'pending',
            requires_payment_method: 'pending',
          },
      amounts: [
        { spelling: '1000', amount: money('USD', 1000) },
        { spelling: '1', amount: money('USD', 1) },
        { spelling: '10000', amount: money('USD', 10_000) },
        { spelling: '99999999', amount: money('USD', 99_999_999) },
      ],
      nonAmounts: ['-1', '10.5', '"1000"', 'null', '99999999999999999999'],
      otherCurrency: { word: 'jpy', currency: 'JPY' },
      otherCredentials: { ...KEYS, webhookSecret: 'whsec_aSigningSecretOfAnother' },
      blankCredentials: { ...KEYS, webhookSecret: ' ' },
      withoutSignature: ({ headers: _, ...callback }) => ({ ...callback, headers: {} }),
      withDuplicatedField: (callback) => ({
        ...callback,
        body: Buffer.from(Buffer.from(callback.body).toString().replace('{', '{"type":"x",')),
      }),
      signedHeaders: ['stripe-signature'],
      covers: 'everything',
      foreignCharset: {
        callback: (message) => {
          const { headers, ...callback } = (isHosted ? sessionEvent : intentEvent)(
            message,
            new Date('2026-11-01T12:00:00.000Z'),
          );
          const body = Buffer.from(
            Buffer.from(callback.body).toString('latin1').replace('evt_1', '\xBB\xE1'),
            'latin1',
          );
          return { ...callback, headers, body };
        },
        verdict: 'rejected',
      },
      staleAfterSeconds: 300,
      http: () => scriptedHttp(intent()),
      others: [
        {
          what: 'a refund of ours that is done',
          callback: (at) =>
            event(
              'refund.updated',
              `{"object":"refund","id":"re_1","status":"succeeded","amount":400,"currency":"usd","metadata":{"order":"${AN_ORDER_NUMBER}","refund":"${A_REFUND_NUMBER}"}}`,
              at,
            ),
          notification: {
            kind: 'refund',
            refundId: A_REFUND_ID,
            attemptId: AN_ATTEMPT_ID,
            status: 'succeeded',
            amount: money('USD', 400),
          },
        },
        {
          what: 'a refund from the dashboard names its payment',
          callback: (at) =>
            event(
              'refund.created',
              `{"object":"refund","id":"re_2","status":"pending","amount":400,"currency":"usd","payment_intent":"${INTENT}","metadata":{}}`,
              at,
            ),
          notification: { kind: 'refund', attemptId: AN_ATTEMPT_ID, status: 'pending' },
        },
        {
          what: 'a dispute names its payment, the cause and the time left',
          callback: (at) =>
            event(
              'charge.dispute.created',
              `{"object":"dispute","id":"dp_1","status":"needs_response","reason":"fraudulent","amount":1000,"currency":"usd","payment_intent":"${INTENT}","evidence_details":{"due_by":1794139200}}`,
              at,
            ),
          notification: {
            kind: 'dispute',
            attemptId: AN_ATTEMPT_ID,
            status: 'open',
            cause: 'fraudulent',
            answerBy: '2026-11-08T12:00:00.000Z',
          },
        },
        {
          what: 'an event about something else',
          callback: (at) => event('customer.created', '{"object":"customer","id":"cus_1"}', at),
          notification: { kind: 'other', providerStatus: 'customer.created' },
        },
      ],
    },
    acknowledgements: {
      accepted: { status: 200, headers: JSON_HEADER, body: '{"received":true}' },
      rejected: { status: 400, headers: JSON_HEADER, body: '{"received":false}' },
      try_again: { status: 503, headers: JSON_HEADER, body: '{"received":false}' },
    },
    creates: [
      {
        when: 'Stripe takes it',
        replies: [made()],
        outcome: 'happened',
        nextAction: isHosted ? 'redirect' : 'client_params',
      },
      {
        when: 'the key is refused',
        replies: [error(401, { message: 'Invalid API Key provided' })],
        outcome: 'did_not_happen',
        reason: 'invalid_credentials',
      },
      {
        when: 'the amount is too small',
        replies: [error(400, { code: 'amount_too_small' })],
        outcome: 'did_not_happen',
        reason: 'amount_out_of_range',
      },
      {
        when: 'there are too many calls',
        replies: [error(429, { code: 'rate_limit' })],
        outcome: 'did_not_happen',
        reason: 'rate_limited',
      },
      {
        when: 'another request with the key is worked on',
        replies: [error(409, { code: 'idempotency_key_in_use' })],
        outcome: 'unknown',
      },
      {
        when: 'the key was used with other parameters',
        replies: [
          error(400, {
            type: 'idempotency_error',
            message: 'Keys for idempotent requests can only be used with the same parameters',
          }),
        ],
        outcome: 'unknown',
      },
      { when: 'another order is answered', replies: [made(foreign)], outcome: 'unknown' },
      {
        when: 'the currency is not taken',
        replies: [],
        request: { amount: money('USDT', 1_000_000) },
        outcome: 'did_not_happen',
        reason: 'currency_not_supported',
      },
    ],
    queries: [
      {
        when: 'it is paid',
        replies: [isHosted ? session(PAID_SESSION) : intent()],
        payment: { providerReference: reference },
        outcome: 'found',
        status: 'succeeded',
      },
      {
        when: 'it waits',
        replies: [made()],
        payment: { providerReference: reference },
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'it is over',
        replies: [isHosted ? session({ status: 'expired' }) : intent({ status: 'canceled' })],
        payment: { providerReference: reference },
        outcome: 'found',
        status: 'closed',
      },
      {
        when: 'the word is new',
        replies: [isHosted ? session({ status: 'paused' }) : intent({ status: 'paused' })],
        payment: { providerReference: reference },
        outcome: 'found',
        status: 'unknown',
      },
      {
        when: 'another order is answered',
        replies: [made(foreign)],
        payment: { providerReference: reference },
        outcome: 'unknown',
      },
      {
        when: 'there is none',
        replies: [error(404, { code: 'resource_missing' })],
        payment: { providerReference: reference },
        outcome: 'not_found',
      },
      {
        when: 'the key is refused',
        replies: [error(401, {})],
        payment: { providerReference: reference },
        outcome: 'unknown',
        reason: 'invalid_credentials',
      },
    ],
    closes: [
      {
        when: 'it waits',
        replies: [isHosted ? session({ status: 'expired' }) : intent({ status: 'canceled' })],
        outcome: 'closed',
      },
      {
        when: 'it is paid',
        replies: [error(400, {}), intent({ id: A_PROVIDER_REFERENCE })],
        outcome: 'already_paid',
      },
    ],
    refunds: [
      { when: 'it is done', replies: [refundOf()], outcome: 'succeeded' },
      {
        when: 'it is in work and stays so',
        replies: [refundOf({ status: 'pending' })],
        outcome: 'pending',
      },
      {
        when: 'the first answer said "in work" and it is done by now',
        replies: [refundOf({ status: 'pending' }), refundOf()],
        outcome: 'succeeded',
      },
      { when: 'it failed', replies: [refundOf({ status: 'failed' })], outcome: 'did_not_happen' },
      { when: 'another amount is named', replies: [refundOf({ amount: 1 })], outcome: 'unknown' },
      {
        when: 'the session leads to the intent',
        replies: [session(PAID_SESSION), refundOf()],
        payment: { providerReference: SESSION },
        outcome: 'succeeded',
      },
      {
        when: 'the balance is too low',
        replies: [error(400, { code: 'balance_insufficient' })],
        outcome: 'did_not_happen',
      },
    ],
    refundOverAmount: {
      when: 'more than was paid is asked for',
      replies: [error(400, { message: 'Refund amount is greater than unrefunded amount' })],
      outcome: 'did_not_happen',
    },
  };
};

describeConformance(subjectOf('hosted'));
describeConformance(subjectOf('elements'));
