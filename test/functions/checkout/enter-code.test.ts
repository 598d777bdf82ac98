import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterCode, resendCode } from '#functions/checkout/enter-code.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import { attemptIdOf } from '#shared/domain/identity/ids.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anApi } from '#test/support/http-call.ts';
import { aCodePayment } from '../../application/support/a-code-payment.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const aPayment = async (changes: Partial<Attempt> = {}) => {
  const given = await aCodePayment(dynamo, changes);
  const { deps, token, attempt } = given;
  const client = anApi([enterCode(deps), resendCode(deps)]);
  const post = (path: string, body: unknown, id = attempt.id, key = token) =>
    client({ method: 'POST', path: `/checkout/${key}/attempts/${id}/${path}`, body });
  return {
    ...given,
    enter: (code = '493027', ...of: [string?, string?]) => post('code', { code }, ...of),
    send: (body: unknown) => post('code', body),
    resend: (...of: [string?, string?]) => post('resend-code', {}, ...of),
  };
};

describe('the right code', () => {
  it('charges the buyer, and the reply has the cards', async () => {
    const { till, paid, enter } = await aPayment();
    till.provider.setProceed(paid);
    const reply = await enter(' 493027 ');
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      object: 'checkout',
      state: 'delivered',
      attempt: { state: 'succeeded', codes_left: 4 },
    });
    expect(reply.json.delivery.cards).toHaveLength(1);
    expect(till.provider.askedToProceed).toMatchObject([
      { step: { kind: 'code', code: '493027' }, payment: { phone: '+8613800138000' } },
    ]);
  });

  it('twice, one after the other or at once, charges once', async () => {
    const { till, paid, enter } = await aPayment();
    till.provider.setProceed(paid);
    const replies = await Promise.all([enter(), enter()]);
    replies.push(await enter());
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(replies.map(({ json }) => json.state)).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it('may be followed by another step', async () => {
    const { till, enter } = await aPayment();
    const nextAction = { kind: 'redirect', url: 'https://bank.example/3ds' } as const;
    till.provider.setProceed({ kind: 'next', nextAction });
    expect((await enter()).json.attempt).toMatchObject({
      next_action: nextAction,
      codes_left: null,
    });
  });
});

describe('a wrong code', () => {
  it('is told in the buyer’s words, and the payment stays usable', async () => {
    const { till, paid, wrong, enter } = await aPayment();
    till.provider.setProceed(wrong);
    const reply = await enter('000000');
    expect(reply.status).toBe(422);
    expect(reply.json.error).toMatchObject({
      type: 'invalid_request',
      code: 'code_not_accepted',
      message: FAILURES.authentication_failed.buyer.en,
      param: 'code',
      retryable: false,
    });
    till.provider.setProceed(paid);
    expect((await enter()).json.state).toBe('delivered');
  });

  it('is taken five times an attempt, however many come at once', async () => {
    const { till, wrong, enter } = await aPayment();
    till.provider.setProceed(wrong);
    const replies = await Promise.all(Array.from({ length: 12 }, () => enter('000000')));
    expect(replies.filter(({ status }) => status === 422)).toHaveLength(5);
    expect(till.provider.askedToProceed).toHaveLength(5);
    const late = await enter();
    expect([late.status, late.json.error.code]).toEqual([409, 'limit_exceeded']);
  });
});

describe('a code', () => {
  it.each([
    [{}, 'missing_parameter'],
    [{ code: '' }, 'invalid_parameter'],
    [{ code: '12' }, 'invalid_parameter'],
    [{ code: '1234567890123' }, 'invalid_parameter'],
    [{ code: '12 34' }, 'invalid_parameter'],
    [{ code: 123456 }, 'invalid_parameter'],
    [{ code: '123456', phone: '1' }, 'unknown_parameter'],
  ])('as %j is refused', async (body, code) => {
    const { till, send } = await aPayment();
    const reply = await send(body);
    expect([reply.status, reply.json.error.code]).toEqual([400, code]);
    expect(till.provider.askedToProceed).toEqual([]);
  });

  it('that the provider does not answer is asked about soon, and may be sent again', async () => {
    const { till, order, paid, enter } = await aPayment();
    till.provider.setProceed({ kind: 'unknown', detail: 'time-out' });
    const reply = await enter();
    expect([reply.status, reply.json.error]).toEqual([
      502,
      expect.objectContaining({ code: 'provider_error', retryable: true }),
    ]);
    expect(reply.headers['retry-after']).toBe('3');
    till.provider.answersQuery(paid);
    await till.workUntil(later(63));
    expect((await till.load(order)).order.state).toBe('delivered');
  });

  it('for an order that is over charges nothing', async () => {
    const { till, order, paid, enter, resend } = await aPayment();
    till.provider.setProceed(paid);
    till.setNow(new Date(order.expiresAt));
    for (const reply of [await enter(), await resend()])
      expect([reply.status, reply.json.error.code]).toEqual([409, 'order_not_payable']);
    expect(till.provider.askedToProceed).toEqual([]);
  });

  it('for a payment that failed, or waits for none, is refused', async () => {
    for (const changes of [
      { state: 'failed' },
      { nextAction: { kind: 'qr', content: 'x' } },
    ] as const) {
      const { till, paid, enter } = await aPayment(changes);
      till.provider.setProceed(paid);
      const reply = await enter();
      expect([reply.status, reply.json.error.code]).toEqual([409, 'state_conflict']);
    }
  });

  it('where the provider takes no steps is refused', async () => {
    const { enter } = await aPayment();
    expect((await enter()).json.error.code).toBe('state_conflict');
  });

  it('of another order, or behind another key, does not exist', async () => {
    const one = await aPayment();
    const other = await aPayment();
    for (const reply of [
      await one.enter('493027', other.attempt.id),
      await one.enter('493027', attemptIdOf(one.order.id, 9)),
      await one.enter('493027', 'att_x'),
      await one.enter('493027', one.attempt.id, other.token),
      await one.resend(other.attempt.id),
    ])
      expect([reply.status, reply.json.error.code]).toEqual([404, 'not_found']);
  });
});

describe('another code', () => {
  it('is sent, and the reply says what the buyer does next', async () => {
    const { till, next, resend } = await aPayment();
    till.provider.setProceed(next);
    const reply = await resend();
    expect(reply.status).toBe(200);
    expect(reply.json.attempt).toMatchObject({ next_action: next.nextAction, codes_left: 5 });
    expect(till.provider.askedToProceed).toMatchObject([{ step: { kind: 'resend_code' } }]);
  });

  it('is sent once in half a minute', async () => {
    const { till, next, resend } = await aPayment();
    till.provider.setProceed({ ...next, nextAction: { ...next.nextAction, canResend: true } });
    await resend();
    const soon = await resend();
    expect([soon.status, soon.json.error.code]).toEqual([429, 'rate_limited']);
    expect(soon.headers['retry-after']).toBe('30');
    till.setNow(later(90));
    expect((await resend()).status).toBe(200);
  });

  it('that is not sent leaves the payment as it was', async () => {
    const { till, resend } = await aPayment();
    till.provider.setProceed({ kind: 'not_accepted', reason: 'rate_limited', detail: 'SMS limit' });
    const reply = await resend();
    expect([reply.status, reply.json.error.code, reply.json.error.param]).toEqual([
      422,
      'code_not_accepted',
      undefined,
    ]);
  });
});
