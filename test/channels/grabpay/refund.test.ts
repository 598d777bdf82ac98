import { expect, test } from 'vitest';
import type { RefundRequest } from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import type { GrabpayContext } from '#shared/channels/grabpay/config.ts';
import { refund } from '#shared/channels/grabpay/refund.ts';
import { money } from '#shared/domain/money/money.ts';
import { A_REFUND_NUMBER, AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { replyJson, scriptedHttp, TIMED_OUT } from '../support/scripted-http.ts';

const request: RefundRequest = {
  orderNumber: AN_ORDER_NUMBER,
  providerReference: 'TX1',
  kept: 'a-token-of-the-buyer',
  amount: money('SGD', 1000),
  method: 'grabpay',
  device: 'mobile',
  createdAt: NOW,
  expiresAt: NOW,
  refundNumber: A_REFUND_NUMBER,
  refundAmount: money('SGD', 300),
  refundCreatedAt: NOW,
  reason: 'buyer asked',
};

const refundBy = (...replies: ProviderResponse[]) => {
  const context: GrabpayContext = {
    channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
    mode: 'test',
    config: { country: 'SG', partnerId: 'p', merchantId: 'm', clientId: 'c' },
    credentials: { partnerSecret: 'a-partner-secret', clientSecret: 'a-client-secret' },
    notifyUrl: 'https://callbacks.example.com/callbacks/grabpay/ch_1',
    http: scriptedHttp(...replies),
    leases: leasesInMemory(),
    now: NOW,
  };
  return refund(context, request);
};

const done = (partnerTxID?: string) =>
  replyJson({ txID: 'RTX1', txStatus: 'success', ...(partnerTxID ? { partnerTxID } : {}) });

test('a buyer’s token that ended says nothing about an earlier call of the same refund', async () => {
  expect((await refundBy(TIMED_OUT)).kind).toBe('unknown');
  expect(await refundBy(replyJson({ reason: 'token expired' }, 401))).toMatchObject({
    kind: 'unknown',
    personActs: true,
  });
});

test.each([408, 409, 425])('HTTP %i leaves open what became of it', async (status) => {
  expect((await refundBy(replyJson({ reason: 'conflict' }, status))).kind).toBe('unknown');
});

test('an answer about another refund proves nothing', async () => {
  expect((await refundBy(done('another'))).kind).toBe('unknown');
});

test.each([undefined, A_REFUND_NUMBER])(
  'an answer that names %o is about this one',
  async (number) => {
    expect((await refundBy(done(number))).kind).toBe('succeeded');
  },
);
