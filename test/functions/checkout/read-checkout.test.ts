import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAttempt } from '#functions/checkout/create-attempt.ts';
import { readCheckout } from '#functions/checkout/read-checkout.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import { CLIENT_COUNTRY_HEADER } from '#shared/contract/environment.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { aChannel } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';
import { anApi, type HttpReply } from '#test/support/http-call.ts';
import { aShop } from '#test/support/shop.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const PHONE = 'Mozilla/5.0 (Linux; Android 10; K) Chrome/137.0.0.0 Mobile Safari/537.36';

let channels: Channel[];
let front: ReturnType<typeof anApi>;
let token: string;
let provider: ReturnType<typeof aFakeProvider>;
const open = async (
  capabilities: NonNullable<Parameters<typeof aFakeProvider>[0]>['capabilities'] = {},
) => {
  const shop = aShop(dynamo);
  shop.setLook({ unavailableMethods: 'explain' });
  provider = aFakeProvider({
    capabilities: { methods: ['alipay', 'card'], ...capabilities },
  });
  const deps = { ...shop.deps, ...fakeChannelServices(provider, () => channels) };
  front = anApi([readCheckout(deps), createAttempt(deps)]);
  const product = await shop.sells({ cards: 1 });
  channels = [
    aChannel(product.tenant, { methods: ['alipay'], priority: 1 }),
    aChannel(product.tenant, { methods: ['card'], priority: 2 }),
  ];
  ({ checkoutToken: token } = await createOrder(shop.deps, shop.wants(product)));
};
beforeEach(() => open());

const read = (query = '', headers: Record<string, string> = {}): Promise<HttpReply> =>
  front({
    method: 'GET',
    path: `/checkout/${token}/state`,
    query,
    headers: { 'user-agent': PHONE, ...headers },
  });
const methodsOf = async (reply: Promise<HttpReply>) => (await reply).json.methods;

describe('who reads a checkout', () => {
  it('is led by the country that the front door tells', async () => {
    expect(await methodsOf(read('', { [CLIENT_COUNTRY_HEADER]: 'CN' }))).toEqual([
      'alipay',
      'card',
    ]);
    expect(await methodsOf(read('', { [CLIENT_COUNTRY_HEADER]: 'US' }))).toEqual([
      'card',
      'alipay',
    ]);
  });

  it('is led by the language where the country is not known, or is no country', async () => {
    expect(await methodsOf(read())).toEqual(['alipay', 'card']);
    expect(await methodsOf(read('lang=en'))).toEqual(['card', 'alipay']);
    expect(await methodsOf(read('lang=en', { [CLIENT_COUNTRY_HEADER]: 'china' }))).toEqual([
      'card',
      'alipay',
    ]);
  });

  it('is offered what their front end can carry out: everything, unless it says what it runs', async () => {
    await open({ devices: ['mobile', 'app'], clientSdks: { mobile: 'stripe', app: 'alipay_app' } });
    expect(await methodsOf(read())).toEqual(['alipay', 'card']);
    expect(await methodsOf(read('device=app&sdks=alipay_app'))).toEqual(['alipay', 'card']);
    const { json } = await read('sdks=wechat_jsapi,alipay_app');
    expect(json.methods).toEqual([]);
    expect(json.unavailable_methods[0]).toMatchObject({ reason: 'not_on_this_page' });
    expect(await methodsOf(read('sdks='))).toEqual([]);
  });

  it('hears which parameter is wrong', async () => {
    for (const [query, param] of [
      ['sdks=flash', 'sdks'],
      ['sdks=stripe,', 'sdks'],
      ['device=toaster', 'device'],
      ['lang=fr', 'lang'],
    ] as const) {
      const { status, json } = await read(query);
      expect([status, json.error.param]).toEqual([400, param]);
    }
  });
});

describe('a payment', () => {
  it('is never sent where its front end could not go on', async () => {
    await open({ clientSdks: { mobile: 'stripe' } });
    const pay = (sdks?: string[]) =>
      front({
        method: 'POST',
        path: `/checkout/${token}/attempts`,
        headers: { 'user-agent': PHONE },
        body: { method: 'card', ...(sdks ? { sdks } : {}) },
      });
    expect((await pay(['wechat_jsapi'])).json.error.code).toBe('no_channel_available');
    expect(provider.asked).toEqual([]);
    expect((await pay(['stripe'])).status).toBe(201);
  });
});
