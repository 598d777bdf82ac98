import { describe, expect, test } from 'vitest';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { proceed } from '#shared/channels/unionpay/proceed.ts';
import { query } from '#shared/channels/unionpay/query.ts';
import { tokenIn } from '#shared/channels/unionpay/token.ts';
import { unbind } from '#shared/channels/unionpay/unbind.ts';
import { AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { scriptedHttp, TIMED_OUT } from '#test/channels/support/scripted-http.ts';
import { asked, unionpayContext, unionpayPayment } from './contexts.ts';
import { reply, TOKEN_CONFIG } from './provider-side.ts';

const TOKEN = '6235240000020757577';
const OPENED = reply({
  respCode: '00',
  orderId: `${AN_ORDER_NUMBER}open`,
  activateStatus: '1',
  tokenPayData: `{token=${TOKEN}&trId=62000000001&tokenLevel=40&tokenType=01}`,
});
const OK = reply({ respCode: '00', respMsg: '成功[0000000]' });
const NONE = reply({ respCode: '34', respMsg: '查无此交易' });
const chargeTold = (origRespCode: string, txnTime: string) =>
  reply({
    respCode: '00',
    origRespCode,
    orderId: AN_ORDER_NUMBER,
    txnTime,
    txnType: '01',
    txnAmt: '1000',
    currencyCode: '156',
    queryId: '1',
  });

const LATER = new Date(NOW.getTime() + 90_000);
const FIRST = '20261101200130';
const keptAt = (chargeTime: string) => JSON.stringify({ token: TOKEN, chargeTime });

const step = async (
  what: Parameters<typeof proceed>[2],
  replies: readonly ProviderResponse[],
  { kept, now = LATER }: { readonly kept?: string; readonly now?: Date } = {},
) => {
  const http = scriptedHttp(...replies);
  const payment = unionpayPayment(TOKEN_CONFIG, kept === undefined ? {} : { kept });
  const outcome = await proceed(unionpayContext(TOKEN_CONFIG, { http, now }), payment, what);
  return { outcome, calls: asked(http) };
};

describe('a payment by token', () => {
  test('is asked about by its opening until a code was sent, and by its charge from then on', async () => {
    const opening = scriptedHttp(OPENED);
    const payment = unionpayPayment(TOKEN_CONFIG);
    expect(await query(unionpayContext(TOKEN_CONFIG, { http: opening }), payment)).toEqual({
      kind: 'found',
      status: 'pending',
      providerStatus: 'opened',
      awaitsApprovedStep: true,
      kept: JSON.stringify({ token: TOKEN }),
    });
    expect(asked(opening)[0]).toMatchObject({
      txnType: '78',
      txnSubType: '02',
      bizType: '000902',
      orderId: `${AN_ORDER_NUMBER}open`,
      txnTime: '20261101200000',
    });
    const charge = scriptedHttp(NONE);
    await query(unionpayContext(TOKEN_CONFIG, { http: charge }), {
      ...payment,
      kept: keptAt(FIRST),
    });
    expect(asked(charge)[0]).toMatchObject({
      txnType: '00',
      orderId: AN_ORDER_NUMBER,
      txnTime: FIRST,
    });
  });

  test('once the card is open a code is sent for a charge of this moment', async () => {
    const { outcome, calls } = await step({ kind: 'approved' }, [OPENED, OK]);
    expect(outcome).toEqual({
      kind: 'next',
      nextAction: { kind: 'enter_code', canResend: true },
      kept: keptAt(FIRST),
    });
    expect(calls[1]).toMatchObject({
      txnType: '77',
      txnSubType: '02',
      orderId: AN_ORDER_NUMBER,
      txnTime: FIRST,
      txnAmt: '1000',
      currencyCode: '156',
      tokenPayData: `{trId=62000000001&token=${TOKEN}}`,
    });
  });

  test('the typed code charges the number, time and amount that it was sent for', async () => {
    const { outcome, calls } = await step(
      { kind: 'code', code: ' 111111 ' },
      [NONE, OK, chargeTold('00', FIRST)],
      { kept: keptAt(FIRST), now: new Date(NOW.getTime() + 240_000) },
    );
    expect(outcome).toMatchObject({ kind: 'found', status: 'succeeded', providerReference: '1' });
    const [, charge] = calls;
    expect(charge).toMatchObject({
      txnType: '01',
      txnSubType: '01',
      bizType: '000902',
      orderId: AN_ORDER_NUMBER,
      txnTime: FIRST,
      txnAmt: '1000',
      tokenPayData: `{trId=62000000001&token=${TOKEN}}`,
    });
    expect(Buffer.from(charge?.customerInfo ?? '', 'base64').toString()).toBe('{smsCode=111111}');
  });

  test('never is there a second charge beside one that may come about', async () => {
    const code = { kind: 'code', code: '111111' } as const;
    const before = [
      chargeTold('00', FIRST),
      chargeTold('05', FIRST),
      chargeTold('04', FIRST),
      TIMED_OUT,
    ];
    for (const told of before) {
      const { calls } = await step(code, [told], { kept: keptAt(FIRST) });
      expect(calls.map(({ txnType }) => txnType)).toEqual(['00']);
    }
    // After a time-out the same code again is the same transaction, which UnionPay takes once.
    const again = await step(code, [NONE, TIMED_OUT, NONE], { kept: keptAt(FIRST) });
    expect(again.outcome.kind).toBe('unknown');
    expect(again.calls[1]).toMatchObject({ txnType: '01', txnTime: FIRST });
  });

  test('another code keeps the charge’s time until that charge has failed', async () => {
    const resend = { kind: 'resend_code' } as const;
    const now = new Date(NOW.getTime() + 200_000);
    const same = await step(resend, [NONE, OK], { kept: keptAt(FIRST), now });
    expect(same.outcome).toMatchObject({ kind: 'next', kept: keptAt(FIRST) });
    const other = await step(resend, [chargeTold('71', FIRST), OK], { kept: keptAt(FIRST), now });
    expect(other.outcome).toMatchObject({ kind: 'next', kept: keptAt('20261101200320') });
    expect(other.calls[1]).toMatchObject({ txnType: '77', txnTime: '20261101200320' });
  });

  test('the times of two charges differ, however fast codes are typed', async () => {
    const told = [chargeTold('71', FIRST), OK];
    const { outcome } = await step({ kind: 'code', code: '222222' }, told, { kept: keptAt(FIRST) });
    expect(outcome).toMatchObject({ kind: 'next', kept: keptAt('20261101200131') });
  });

  test('nothing is done when what was kept cannot be read: there may be a charge', async () => {
    for (const kept of ['{', '{"token":""}', '{"token":"x","chargeTime":"now"}', '[]'])
      for (const what of [
        { kind: 'approved' },
        { kind: 'resend_code' },
        { kind: 'code', code: '1' },
      ] as const) {
        const { outcome, calls } = await step(what, [], { kept });
        expect([outcome.kind, calls]).toEqual(['unknown', []]);
      }
  });

  test.each([
    ['{token=6235240000020757577&trId=1}', TOKEN],
    ['{trId=1&token=6235240000020757577}', TOKEN],
    ['token=6235240000020757577', undefined],
    ['{token=6235240000020757577&token=6235240000020757578}', undefined],
    ['{token=}', undefined],
    ['{token=6235}<script>}', undefined],
    ['', undefined],
  ])('tokenPayData %o names %o', (text, token) => {
    expect(tokenIn(text)).toBe(token);
  });
});

describe('ending a token', () => {
  const end = async (...replies: ProviderResponse[]) => {
    const http = scriptedHttp(...replies);
    const context = unionpayContext(TOKEN_CONFIG, { http });
    return { outcome: await unbind(context, { token: TOKEN, number: 'unbind00001' }), http };
  };

  test('names the card and a number of its own', async () => {
    const { outcome, http } = await end(OK);
    expect(outcome).toEqual({ kind: 'unbound' });
    expect(asked(http)[0]).toMatchObject({
      txnType: '74',
      txnSubType: '01',
      orderId: 'unbind00001',
      tokenPayData: `{trId=62000000001&token=${TOKEN}}`,
    });
  });

  test('a refusal and a silence are told apart', async () => {
    expect((await end(reply({ respCode: '88' }))).outcome.kind).toBe('refused');
    expect((await end(TIMED_OUT)).outcome.kind).toBe('unknown');
  });
});
