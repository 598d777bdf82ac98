import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DICTIONARIES } from '#functions/pages/checkout/words/dictionaries.ts';
import { createChannel } from '#shared/contract/api/channels.ts';
import { createAttempt, enterCode, readCheckout } from '#shared/contract/api/checkout.ts';
import { createProduct, importCards } from '#shared/contract/api/delivery.ts';
import { createOrder, readOrder } from '#shared/contract/api/orders.ts';
import type { ApiError } from '#shared/contract/client/api-error.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { type Journey, startJourney } from './support/stack.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
  await journey.merchant.call(createChannel, {
    body: {
      provider: 'sandbox',
      label: 'Sandbox',
      currency: 'CNY',
      methods: ['paypal'],
      config: { account: 'steps' },
      credentials: { key: 'the journey signs with this' },
    },
  });
}, 180_000);
afterAll(() => journey?.stop());

const words = DICTIONARIES.en;

/** An order whose amount tells the sandbox what to do, and a browser without scripts on its page. */
const aCheckout = async (amount: number) => {
  const { merchant, demo } = journey;
  const { id: product } = await merchant.call(createProduct, {
    body: { name: 'Card', price_amount: amount, currency: 'CNY' },
  });
  await merchant.call(importCards, { params: { productId: product }, body: { cards: ['SECRET'] } });
  const order = await merchant.call(createOrder, { body: { product } });
  const token = order.checkout_url.slice(order.checkout_url.lastIndexOf('/') + 1);
  const visit = async (path: string, form?: Record<string, string>): Promise<string> => {
    const reply = await fetch(new URL(path, demo.baseUrl), {
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    return reply.text();
  };
  return {
    orderId: order.id,
    token,
    visit,
    pay: () => visit(`/checkout/${token}/pay?lang=en`, { method: 'paypal' }),
    state: async () => (await merchant.call(readOrder, { params: { orderId: order.id } })).state,
  };
};

describe('a payment that is charged when its buyer comes back', () => {
  let checkout: Awaited<ReturnType<typeof aCheckout>>;
  beforeEach(async () => {
    checkout = await aCheckout(941);
    const page = await checkout.pay();
    expect(page).toContain(`/checkout/${checkout.token}/return?lang=en`);
    expect(await checkout.state()).toBe('awaiting_payment');
  });

  it.each(['GET', 'POST'])(
    'is, by %s, and the page that follows shows the card',
    async (method) => {
      const { token, visit, state } = checkout;
      const form = method === 'POST' ? { status: 'paid' } : undefined;
      expect(await visit(`/checkout/${token}/return?lang=en`, form)).toContain('SECRET');
      expect(await state()).toBe('delivered');
    },
  );

  it('is also at the address for all orders', async () => {
    const { token, visit } = checkout;
    expect(await visit(`/checkout/return?lang=en&state=${token}`)).toContain('SECRET');
  });
});

describe('a payment that asks for a code', () => {
  it('is paid on the page, after a wrong one', async () => {
    const { token, visit, pay } = await aCheckout(942);
    const page = await pay();
    expect(page).toContain(words.codeSentTo('138****0000'));
    const attempt = /name="attempt" value="(att_\w+)"/.exec(page)?.[1] ?? '';
    const type = (code: string) => visit(`/checkout/${token}/code?lang=en`, { attempt, code });
    expect(await type('123456')).toContain(FAILURES.authentication_failed.buyer.en);
    expect(await type('000000')).toContain('SECRET');
  });

  it('is paid by the API, after a wrong one', async () => {
    const { merchant } = journey;
    const { token } = await aCheckout(942);
    const { attempt } = await merchant.call(createAttempt, {
      params: { token },
      body: { method: 'paypal' },
    });
    expect(attempt).toMatchObject({ next_action: { kind: 'enter_code' }, codes_left: 5 });
    const params = { token, attemptId: attempt?.id ?? '' };
    const wrong = merchant.call(enterCode, { params, body: { code: '123456' } });
    await expect(wrong).rejects.toMatchObject({
      code: 'code_not_accepted',
      status: 422,
    } satisfies Partial<ApiError>);
    const paid = await merchant.call(enterCode, { params, body: { code: '000000' } });
    expect(paid.delivery?.cards).toMatchObject([{ value: 'SECRET' }]);
    const { now: _, ...view } = paid;
    expect(await merchant.call(readCheckout, { params: { token } })).toMatchObject(view);
  });
});

describe('at simulated providers', () => {
  /** The page of an order that can be paid through one provider's channel only. */
  const atShowcase = (provider: string) => {
    const { showcase, baseUrl } = journey.demo;
    const channel = showcase.channels.find((each) => each.provider === provider);
    if (!channel) throw new Error(`there is no channel of ${provider}`);
    const { pathname } = new URL(channel.checkoutUrl);
    const visit = async (path: string, form?: Record<string, string>): Promise<string> => {
      const reply = await fetch(new URL(path, baseUrl), {
        ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      });
      return reply.text();
    };
    return { ...channel, path: pathname, visit };
  };

  it('the phone bill: the page asks for the number, then for the code', async () => {
    const { path, visit, simulatorUrl } = atShowcase('camara');
    expect(await visit(`${path}?lang=en`)).toContain(`${path}?lang=en&amp;method=carrier_billing`);
    expect(await visit(`${path}?lang=en&method=carrier_billing`)).toContain('name="phone"');
    const page = await visit(`${path}/pay?lang=en`, {
      method: 'carrier_billing',
      phone: '+34 671 999 000',
    });
    const attempt = /name="attempt" value="(att_\w+)"/.exec(page)?.[1] ?? '';
    const order = await fetch(
      new URL(`/control/orders/${providerOrderNumberOf(attempt)}`, simulatorUrl),
    );
    const { extra } = (await order.json()) as { extra: { code: string } };
    const wrong = await visit(`${path}/code?lang=en`, { attempt, code: '1111' });
    expect(wrong).toContain(FAILURES.authentication_failed.buyer.en);
    const done = await visit(`${path}/code?lang=en`, { attempt, code: extra.code });
    expect(done).toContain(words.deliveredTitle);
  });

  it('GrabPay: the buyer agrees there and is charged on the way back', async () => {
    const { path, visit } = atShowcase('grabpay');
    const page = await visit(`${path}/pay?lang=en`, { method: 'grabpay' });
    const link = /href="(http:[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const consent = await fetch(link);
    const done = await fetch(consent.url, {
      method: 'POST',
      body: new URLSearchParams({ action: 'pay' }),
    });
    expect(await done.text()).toContain(words.deliveredTitle);
    expect(new URL(done.url).pathname).toBe(path);
  });
});
