import { describe, expect, test } from 'vitest';
import type { CreateRequest, PaymentReference } from '#shared/application/ports/channel-port.ts';
import { create } from '#shared/channels/stripe/create.ts';
import { query } from '#shared/channels/stripe/query.ts';
import { money } from '#shared/domain/money/money.ts';
import { AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { replyJson, scriptedHttp } from '../support/scripted-http.ts';
import { aContext } from './a-context.ts';

const payment: PaymentReference = {
  orderNumber: AN_ORDER_NUMBER,
  amount: money('USD', 1000),
  method: 'card',
  device: 'desktop',
  createdAt: NOW,
  expiresAt: new Date(NOW.getTime() + 900_000),
};
const request: CreateRequest = {
  ...payment,
  subject: 'VIP',
  returnUrl: 'https://shop.example.com/return',
  sharedReturn: { url: 'https://shop.example.com/return', state: 'abc' },
  buyerIp: '203.0.113.9',
};
const testSession = replyJson({
  id: 'cs_test_a1',
  object: 'checkout.session',
  client_reference_id: AN_ORDER_NUMBER,
  status: 'complete',
  payment_status: 'paid',
  amount_total: 1000,
  currency: 'usd',
  livemode: false,
});
const testIntent = replyJson({
  id: 'pi_1',
  object: 'payment_intent',
  status: 'succeeded',
  amount: 1000,
  amount_received: 1000,
  currency: 'usd',
  livemode: false,
  metadata: { order: AN_ORDER_NUMBER },
});

describe('a live channel with a key of the test mode, where 4242 4242 4242 4242 pays', () => {
  test('makes no payment', async () => {
    const http = scriptedHttp();
    expect(await create(aContext({ mode: 'live', http }), request)).toMatchObject({
      kind: 'did_not_happen',
      reason: 'invalid_credentials',
    });
    expect(http.requests).toEqual([]);
  });

  test.each([
    ['session', 'cs_test_a1', testSession],
    ['intent', 'pi_1', testIntent],
  ])('believes no paid %s', async (_, providerReference, reply) => {
    const context = aContext({ mode: 'live', http: scriptedHttp(reply) });
    expect(await query(context, { ...payment, providerReference })).toMatchObject({
      kind: 'unknown',
    });
  });
});

test('a test channel with a live key takes no real money', async () => {
  const { credentials } = aContext();
  const context = aContext({
    credentials: { ...credentials, secretKey: 'sk_live_aSecretKeyOfTheShop' },
  });
  expect((await create(context, request)).kind).toBe('did_not_happen');
});
