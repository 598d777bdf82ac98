import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { payCheckout } from '#functions/pages/checkout/pay-checkout.ts';
import { showCheckout } from '#functions/pages/checkout/show-checkout.ts';
import { showLookup } from '#functions/pages/checkout/show-lookup.ts';
import { submitLookup } from '#functions/pages/checkout/submit-lookup.ts';
import { DICTIONARIES } from '#functions/pages/checkout/words/dictionaries.ts';
import { OTHER_PAGES } from '#functions/pages/checkout/words/other-pages.ts';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import type { CreateAttemptDeps } from '#shared/application/checkout/create-attempt.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aChannel, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';
import { anApi, type HttpReply } from '#test/support/http-call.ts';
import { aShop } from '#test/support/shop.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const words = DICTIONARIES.en;
const others = OTHER_PAGES.en;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let shop: ReturnType<typeof aShop>;
let provider: ReturnType<typeof aFakeProvider>;
let channels: Channel[];
let failure: Error | undefined;
let reads: number;
let browser: ReturnType<typeof anApi>;
beforeEach(() => {
  shop = aShop(dynamo);
  provider = aFakeProvider();
  failure = undefined;
  reads = 0;
  const deps: CreateAttemptDeps = {
    ...shop.deps,
    orders: {
      ...shop.deps.orders,
      load: async (tenant, orderId) => {
        if (failure) throw failure;
        reads += 1;
        return shop.deps.orders.load(tenant, orderId);
      },
    },
    ...fakeChannelServices(provider, () => channels),
    sealer: {
      newDataKey: () => Promise.reject(new Error('a page seals nothing')),
      open: async (_sealed, { kind, id }) => (kind === 'card' ? `secret of ${id}` : '{}'),
    },
  };
  browser = anApi([showCheckout(deps), payCheckout(deps), showLookup(deps), submitLookup(deps)]);
});

const anOpenOrder = async (): Promise<{ order: Order; path: string }> => {
  const product = await shop.sells({ cards: 3, name: '<b>Game card</b>' });
  channels = [aChannel(product.tenant)];
  const { created, checkoutToken } = await createOrder(
    shop.deps,
    shop.wants(product, { contact: 'Buyer@Example.com' }),
  );
  return { order: created.order, path: `/checkout/${checkoutToken}` };
};

const pay = (path: string, body: string): Promise<HttpReply> =>
  browser({ method: 'POST', path: `${path}/pay`, headers: FORM, body });

/** What a browser does with a 303. */
const follow = ({ headers }: HttpReply): Promise<HttpReply> => {
  const { pathname, search } = new URL(headers.location ?? '', 'https://pay.example.com');
  return browser({ method: 'GET', path: pathname, query: search.slice(1) });
};

const payAtProvider = async (order: Order): Promise<void> => {
  const attempt = (await shop.deps.orders.load(order.tenant, order.id))?.attempts[0];
  await applyCallback(shop.deps, {
    id: systemRuntime.newId('callback'),
    tenant: order.tenant,
    channelId: attempt?.channelId ?? '',
    provider: 'fake',
    receivedAt: NOW.toISOString(),
    httpMethod: 'POST',
    query: '',
    contentType: '',
    body: '',
    confirm: false,
    notification: {
      kind: 'payment',
      attemptId: attempt?.id,
      providerOrderNumber: providerOrderNumberOf(attempt?.id ?? ''),
      status: 'succeeded',
      providerStatus: 'SUCCESS',
      amount: order.amount,
    },
  });
};

describe('a buyer without scripts', () => {
  it('chooses, is taken to the provider, pays, and reads the card', async () => {
    const { order, path } = await anOpenOrder();
    const choice = await browser({ method: 'GET', path });
    expect(choice.text).toContain('&lt;b>Game card&lt;/b>');
    expect(choice.text).toContain('value="alipay"');

    const chosen = await pay(path, 'method=alipay');
    expect([chosen.status, chosen.headers.location]).toEqual([303, `${path}?lang=en&go=1`]);
    const handover = await follow(chosen);
    expect(handover.text).toContain('content="0; url=https://provider.example/pay"');
    expect(provider.asked[0]?.request).toMatchObject({
      method: 'alipay',
      returnUrl: `https://pay.example.com${path}/return?lang=en`,
    });

    await payAtProvider(order);
    const done = await browser({
      method: 'GET',
      path,
      query: 'trade_status=TRADE_SUCCESS&sign=of-the-provider',
    });
    expect(done.status).toBe(200);
    expect(done.text).toContain('secret of card_');
    expect(done.headers['cache-control']).toBe('no-store');
  });

  it('who taps twice pays once', async () => {
    const { path } = await anOpenOrder();
    const taps = await Promise.all([pay(path, 'method=alipay'), pay(path, 'method=alipay')]);
    expect(taps.map(({ status }) => status)).toEqual([303, 303]);
    expect(provider.asked).toHaveLength(1);
  });

  it('is told to choose again when the provider is not there', async () => {
    const { path } = await anOpenOrder();
    provider.answersCreate(channels[0]?.id ?? '', {
      kind: 'did_not_happen',
      reason: 'provider_unreachable',
      detail: 'refused',
    });
    const page = await follow(await pay(path, 'method=alipay'));
    expect(page.text).toContain(words.problems.no_channel_available);
    expect(page.text).toContain('value="wechat_pay"');
  });

  it.each(['', 'method=', 'method=gold', 'methods=alipay', '%', 'method=alipay%00'])(
    'who sends the form as %j is asked to choose',
    async (body) => {
      const { path } = await anOpenOrder();
      const reply = await pay(path, body);
      expect(reply.headers.location).toBe(`${path}?lang=en&problem=invalid_choice`);
      expect((await follow(reply)).text).toContain(words.problems.invalid_choice);
      expect(provider.asked).toHaveLength(0);
    },
  );

  it('who comes too late reads that the order expired and cannot pay it', async () => {
    const { path } = await anOpenOrder();
    shop.setNow(later(901));
    const late = await pay(path, 'method=alipay');
    expect(late.headers.location).toBe(`${path}?lang=en`);
    const page = await follow(late);
    expect(page.text).toContain(words.expiredTitle);
    expect(provider.asked).toHaveLength(0);
  });

  it('keeps the language that was chosen', async () => {
    const { path } = await anOpenOrder();
    const page = await browser({
      method: 'GET',
      path,
      query: 'lang=zh',
      headers: { 'accept-language': 'en' },
    });
    expect(page.text).toContain(`action="${path}/pay?lang=zh"`);
    expect(page.text).toContain(`href="${path}?lang=en"`);
  });
});

describe('a link', () => {
  it('that names no order, or another secret, leads nowhere', async () => {
    const { path } = await anOpenOrder();
    const forged = `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of ['/checkout/x', '/checkout/%3Cscript%3E', forged]) {
      for (const reply of [
        await browser({ method: 'GET', path: wrong }),
        await pay(wrong, 'method=alipay'),
      ]) {
        expect([wrong, reply.status]).toEqual([wrong, 404]);
        expect(reply.text).toContain(others.notFoundTitle);
        expect(reply.headers['content-type']).toContain('text/html');
      }
    }
  });

  it('ends after thirty days', async () => {
    const { path } = await anOpenOrder();
    shop.setNow(later(31 * 24 * 3600));
    const reply = await browser({ method: 'GET', path });
    expect(reply.status).toBe(410);
    expect(reply.text).toContain(others.tokenExpiredTitle);
  });

  it('answers with a page, the request’s number and a log line when something breaks', async () => {
    const { path } = await anOpenOrder();
    failure = new Error('the table is on fire');
    const reply = await browser({ method: 'GET', path });
    expect(reply.status).toBe(500);
    expect(reply.text).toContain('req_request-1');
    expect(reply.text).not.toContain('on fire');
    expect(shop.warnings).toContain('a page could not be made');
  });
});

describe('the lookup', () => {
  const find = (query: string, fields: Record<string, string>): Promise<HttpReply> =>
    browser({
      method: 'POST',
      path: '/lookup',
      query,
      headers: FORM,
      body: new URLSearchParams(fields).toString(),
    });

  it('finds an order by its number and contact, however the contact is written', async () => {
    const { order } = await anOpenOrder();
    const { merchantId, mode } = order.tenant;
    const page = await find(`merchant=${merchantId}&mode=${mode}`, {
      order: ` ${order.id} `,
      contact: ' buyer@example.COM ',
    });
    expect(page.status).toBe(200);
    expect(page.text).toContain(order.id);
    expect(page.text).toContain(words.lookupPayElsewhere);
  });

  it('says the same for a wrong contact, a wrong number, another shop and nonsense', async () => {
    const { order } = await anOpenOrder();
    const { merchantId, mode } = order.tenant;
    const query = `merchant=${merchantId}&mode=${mode}`;
    const right = { order: order.id, contact: 'buyer@example.com' };
    const replies = [
      await find(query, { ...right, contact: 'thief@example.com' }),
      await find(query, { ...right, order: 'ord_01jd3kqv8ye4xr7p9z2m5c6t00' }),
      await find(query, { ...right, order: '<script>' }),
      await find(`merchant=${systemRuntime.newId('merchant')}&mode=${mode}`, right),
      await find(`merchant=${merchantId}&mode=${mode === 'test' ? 'live' : 'test'}`, right),
      await find('', right),
      await find('', {}),
    ];
    for (const reply of replies) {
      expect(reply.status).toBe(404);
      expect(reply.text).toContain(others.lookupNotFound);
      expect(reply.text).not.toContain('<script');
    }
  });

  it('asks for the shop only when the link does not name it', async () => {
    const asks = await browser({ method: 'GET', path: '/lookup' });
    const knows = await browser({ method: 'GET', path: '/lookup', query: 'merchant=mer_1' });
    expect(asks.text).toContain('name="merchant"');
    expect(knows.text).not.toContain('name="merchant"');
    expect(knows.text).toContain('action="/lookup?merchant=mer_1&amp;lang=en"');
  });
});

it('a tap of the page’s script costs one read of its order, and has the payment in its answer', async () => {
  const { path } = await anOpenOrder();
  const reply = await browser({
    method: 'POST',
    path: `${path}/pay`,
    headers: { ...FORM, accept: 'application/json' },
    body: 'method=alipay',
  });
  expect(reply.json).toMatchObject({ go: true, view: { attempt: { state: 'pending' } } });
  expect(reads).toBe(1);
});
