import { describe, expect, test } from 'vitest';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { refund } from '#shared/channels/unionpay/refund.ts';
import { money } from '#shared/domain/money/money.ts';
import { A_PROVIDER_REFERENCE, A_REFUND_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { scriptedHttp } from '#test/channels/support/scripted-http.ts';
import { asked, unionpayContext, unionpayPayment } from './contexts.ts';
import { CONFIG, reply, type WireFields } from './provider-side.ts';

const VOIDING = { ...CONFIG, voidsOnSameDay: true };
const NONE = reply({ respCode: '34' });
const OK = reply({ respCode: '00', queryId: '9' });
const TXN_TIME = '20261101200000';
const told = (origRespCode: string, change: WireFields = {}) =>
  reply({
    respCode: '00',
    origRespCode,
    orderId: `${A_REFUND_NUMBER}void`,
    txnTime: TXN_TIME,
    txnType: '31',
    txnAmt: '1000',
    queryId: '9',
    ...change,
  });
const REFUNDED = { txnType: '04', orderId: A_REFUND_NUMBER };

const payBack = async (
  replies: readonly ProviderResponse[],
  {
    config = VOIDING,
    minor = 1000,
    refundCreatedAt = NOW,
    now = NOW,
  }: { config?: typeof CONFIG; minor?: number; refundCreatedAt?: Date; now?: Date } = {},
) => {
  const http = scriptedHttp(...replies);
  const outcome = await refund(unionpayContext(config, { http, now }), {
    ...unionpayPayment(config),
    refundNumber: A_REFUND_NUMBER,
    refundAmount: money('CNY', minor),
    refundCreatedAt,
    reason: 'buyer asked',
  });
  return { outcome, calls: asked(http) };
};

describe('paying back', () => {
  test('a refund names the payment, our number, its own time and where to report', async () => {
    const { outcome, calls } = await payBack([NONE, OK], { config: CONFIG, minor: 400 });
    expect(outcome).toEqual({ kind: 'pending', providerReference: '9' });
    expect(calls[0]).toMatchObject({ txnType: '00', orderId: A_REFUND_NUMBER, txnTime: TXN_TIME });
    expect(calls[1]).toMatchObject({
      txnType: '04',
      txnSubType: '00',
      bizType: '000201',
      orderId: A_REFUND_NUMBER,
      txnTime: TXN_TIME,
      txnAmt: '400',
      origQryId: A_PROVIDER_REFERENCE,
      backUrl: expect.stringContaining('/callbacks/unionpay/'),
    });
  });

  test('sent again later it is the same transaction', async () => {
    const now = new Date(NOW.getTime() + 86_400_000);
    const { calls } = await payBack([NONE, OK], { config: CONFIG, now });
    expect(calls[1]).toMatchObject({ orderId: A_REFUND_NUMBER, txnTime: TXN_TIME });
  });

  test('all of it on the day of the payment is a void, under a number made from ours', async () => {
    const { outcome, calls } = await payBack([NONE, OK]);
    expect(outcome.kind).toBe('pending');
    expect(calls.map(({ txnType, orderId }) => [txnType, orderId])).toEqual([
      ['00', `${A_REFUND_NUMBER}void`],
      ['31', `${A_REFUND_NUMBER}void`],
    ]);
    expect((await payBack([told('00')])).outcome).toMatchObject({ kind: 'succeeded' });
  });

  test.each([
    ['a part', { minor: 400 }],
    ['another day', { refundCreatedAt: new Date(NOW.getTime() + 86_400_000) }],
    // 23:00 in Beijing: the next settlement day.
    ['after the day’s end', { refundCreatedAt: new Date('2026-11-01T15:00:00Z') }],
    ['an account that does not void', { config: CONFIG }],
  ])('%s is a refund', async (_, how) => {
    const { calls } = await payBack([NONE, OK], how);
    expect(calls[1]).toMatchObject({ txnType: '04', orderId: A_REFUND_NUMBER });
  });

  test('a void that failed is followed by a refund; one that is not clear is not', async () => {
    const failed = await payBack([told('30'), NONE, OK]);
    expect(failed.calls.map(({ txnType }) => txnType)).toEqual(['00', '00', '04']);
    const refused = await payBack([NONE, reply({ respCode: '32' }), NONE, OK]);
    expect(refused.calls.map(({ txnType }) => txnType)).toEqual(['00', '31', '00', '04']);
    const again = await payBack([told('30'), told('00', REFUNDED)]);
    expect(again.outcome).toMatchObject({ kind: 'succeeded' });
    for (const unclear of [told('04'), told('05'), reply({ respCode: '06' })])
      expect((await payBack([unclear])).calls).toHaveLength(1);
  });

  test('a refusal that an earlier call may have led to is final once that would be visible', async () => {
    const spent = reply({ respCode: '36', respMsg: '与原交易信息不符' });
    const how = { config: CONFIG };
    expect((await payBack([NONE, spent], how)).outcome.kind).toBe('unknown');
    const now = new Date(NOW.getTime() + 11 * 60_000);
    expect((await payBack([NONE, spent], { ...how, now })).outcome).toEqual({
      kind: 'did_not_happen',
      reason: '36: 与原交易信息不符',
    });
  });

  test('a refusal of the moment may be tried again later', async () => {
    const closed = reply({ respCode: '02' });
    expect((await payBack([NONE, closed], { config: CONFIG })).outcome).toMatchObject({
      kind: 'did_not_happen',
      transient: true,
    });
  });
});
