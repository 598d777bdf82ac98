import { describe, expect, test } from 'vitest';
import type { RefundRequest } from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { refund } from '#shared/channels/stripe/refund.ts';
import { money } from '#shared/domain/money/money.ts';
import { A_REFUND_NUMBER, AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { replyJson, type ScriptedHttp, scriptedHttp } from '../support/scripted-http.ts';
import { aContext } from './a-context.ts';

const HOUR = 3_600_000;
const INTENT = 'pi_3a1';

const aRefund = (createdHoursAgo: number): RefundRequest => ({
  orderNumber: AN_ORDER_NUMBER,
  providerReference: INTENT,
  amount: money('USD', 1000),
  method: 'card',
  device: 'desktop',
  createdAt: NOW,
  expiresAt: NOW,
  refundNumber: A_REFUND_NUMBER,
  refundAmount: money('USD', 300),
  refundCreatedAt: new Date(NOW.getTime() - createdHoursAgo * HOUR),
  reason: 'buyer asked',
});

const stripes = (change: object = {}) => ({
  id: 're_1',
  object: 'refund',
  amount: 300,
  currency: 'usd',
  status: 'pending',
  payment_intent: INTENT,
  metadata: { order: AN_ORDER_NUMBER, refund: A_REFUND_NUMBER },
  ...change,
});
const listOf = (data: object[], hasMore = false) =>
  replyJson({ object: 'list', data, has_more: hasMore, url: '/v1/refunds' });
const anotherOne = stripes({ id: 're_0', metadata: { refund: 'another' } });

const refundBy = async (hours: number, ...replies: ProviderResponse[]) => {
  const http = scriptedHttp(...replies);
  return { outcome: await refund(aContext({ http }), aRefund(hours)), posts: postsOf(http) };
};
const postsOf = ({ requests }: ScriptedHttp) =>
  requests.filter(({ method }) => method === 'POST').length;

describe('a refund that is asked for again after Stripe has forgotten its key', () => {
  test('is looked up, and not made a second time', async () => {
    const { outcome, posts } = await refundBy(25, listOf([anotherOne, stripes()]));
    expect(outcome).toEqual({ kind: 'pending', providerReference: 're_1' });
    expect(posts).toBe(0);
  });

  test('is made when Stripe lists none with its number', async () => {
    const made = replyJson(stripes({ status: 'succeeded' }));
    const { outcome, posts } = await refundBy(25, listOf([anotherOne]), made);
    expect(outcome.kind).toBe('succeeded');
    expect(posts).toBe(1);
  });

  test('stays unknown, and is not made, when it may be further down the list', async () => {
    const { outcome, posts } = await refundBy(25, listOf([anotherOne], true));
    expect(outcome.kind).toBe('unknown');
    expect(posts).toBe(0);
  });

  test('is not made when the list cannot be had', async () => {
    const { outcome, posts } = await refundBy(25, replyJson({ error: {} }, 500));
    expect(outcome.kind).toBe('unknown');
    expect(posts).toBe(0);
  });
});

test('a key that Stripe still knows is trusted', async () => {
  const { posts } = await refundBy(1, replyJson(stripes({ status: 'succeeded' })));
  expect(posts).toBe(1);
});

test('a key that is refused says nothing about an earlier call of the same refund', async () => {
  const { outcome } = await refundBy(1, replyJson({ error: { message: 'Expired API Key' } }, 401));
  expect(outcome).toMatchObject({ kind: 'did_not_happen', transient: true });
});
