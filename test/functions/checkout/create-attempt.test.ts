import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAttempt } from '#functions/checkout/create-attempt.ts';
import { readCheckout } from '#functions/checkout/read-checkout.ts';
import { nextActionSchema } from '#shared/domain/orders/attempt.ts';
import { CHANNEL_A } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anApi } from '#test/support/http-call.ts';
import { NO_STOPWATCH } from '#test/support/no-stopwatch.ts';
import { aTill } from '../../application/support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const aCheckout = async (options: Parameters<typeof aTill>[1] = {}) => {
  const till = aTill(dynamo, options);
  const { token } = await till.checkout(await till.sells({ cards: 1 }));
  const deps = { ...till.deps, stopwatch: NO_STOPWATCH };
  const client = anApi([createAttempt(deps), readCheckout(deps)]);
  return {
    till,
    pay: (body: unknown) => client({ method: 'POST', path: `/checkout/${token}/attempts`, body }),
    read: () => client({ method: 'GET', path: `/checkout/${token}/state` }),
  };
};

const PHONE = '+8613800138000';

describe('starting a payment', () => {
  it('hands the phone and the bank on', async () => {
    const name = { en: 'ICBC', zh: '工商银行' };
    const { till, pay, read } = await aCheckout({
      capabilities: { needsPhone: true, banks: [{ code: 'ICBC', name }] },
    });
    expect((await read()).json.inputs).toContainEqual({
      method: 'alipay',
      phone: true,
      banks: [{ code: 'ICBC', ...name }],
    });
    const reply = await pay({ method: 'alipay', phone: PHONE, bank: 'ICBC' });
    expect(reply.status).toBe(201);
    expect(till.provider.asked[0]?.request).toMatchObject({ phone: PHONE, bank: 'ICBC' });
    expect(reply.text).not.toContain(PHONE);
  });

  it('without the phone that it needs says so', async () => {
    const { pay } = await aCheckout({ capabilities: { needsPhone: true } });
    const reply = await pay({ method: 'alipay' });
    expect([reply.status, reply.json.error]).toEqual([
      400,
      expect.objectContaining({ code: 'missing_parameter', param: 'phone' }),
    ]);
  });

  it.each(['13800138000', '0086 13800138000', '+86 13800138000', '', 8613800138000])(
    'with %j as phone guesses no country',
    async (phone) => {
      const { till, pay } = await aCheckout({ capabilities: { needsPhone: true } });
      const reply = await pay({ method: 'alipay', phone });
      expect([reply.status, reply.json.error.code, reply.json.error.param]).toEqual([
        400,
        'invalid_parameter',
        'phone',
      ]);
      expect(till.provider.asked).toEqual([]);
    },
  );

  it('with a bank that no channel knows says so', async () => {
    const { pay } = await aCheckout();
    const { json } = await pay({ method: 'alipay', bank: 'ICBC' });
    expect(json.error).toMatchObject({ code: 'invalid_parameter', param: 'bank' });
  });
});

describe('what the buyer does next', () => {
  it.each([
    { kind: 'enter_code', sentTo: '138****8000', canResend: true },
    { kind: 'enter_code', canResend: false },
    { kind: 'client_params', sdk: 'wechat_jsapi', params: { package: 'prepay_id=1' } },
    { kind: 'client_params', sdk: 'stripe', params: { clientSecret: 'pi_1_secret_2' } },
  ] as const)('is told as it is: %j', async (nextAction) => {
    const { till, pay, read } = await aCheckout();
    till.provider.answersCreate(CHANNEL_A, {
      kind: 'happened',
      nextAction: nextActionSchema.parse(nextAction),
    });
    const codesLeft = nextAction.kind === 'enter_code' ? 5 : null;
    for (const { json } of [await pay({ method: 'alipay' }), await read()])
      expect(json.attempt).toMatchObject({ next_action: nextAction, codes_left: codesLeft });
  });
});
