import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelRegistry } from '#shared/channels/registry.ts';
import { createOrder, readOrder } from '#shared/contract/api/orders.ts';
import { createRefund, readRefund, redirectRefund } from '#shared/contract/api/refunds.ts';
import { type Client, createClient } from '#shared/contract/client/client.ts';
import type { Device, PaymentMethod } from '#shared/domain/channels/channel.ts';
import { type Exhibit, simulatedBuyer } from '#test/journeys/support/simulated-buyer.ts';
import { type Journey, startJourney } from '#test/journeys/support/stack.ts';
import { until } from '#test/local/support/until.ts';

let journey: Journey;
let merchant: Client;
beforeAll(async () => {
  journey = await startJourney();
  const { baseUrl, showcase } = journey.demo;
  merchant = createClient({ baseUrl, apiKey: showcase.apiKey });
}, 180_000);
afterAll(() => journey?.stop());

/** A sale through one channel, told in milliseconds. */
interface Told {
  readonly channel: string;
  readonly method: string;
  /** From the provider's notification to the card that the merchant's server can read; absent: nobody notifies. */
  readonly cardAfterMillis: number | undefined;
  readonly refund: string;
}
const told: Told[] = [];

const tokenOf = (checkoutUrl: string) => checkoutUrl.slice(checkoutUrl.lastIndexOf('/') + 1);

const methodOf = async ({ provider, methods }: Exhibit): Promise<PaymentMethod> => {
  const port = await channelRegistry.load(provider);
  return (methods[0] ?? port?.capabilities.methods[0] ?? 'alipay') as PaymentMethod;
};

const deviceOf = async ({ provider }: Exhibit): Promise<Device> => {
  const port = await channelRegistry.load(provider);
  return port?.capabilities.devices[0] ?? 'desktop';
};

/** One whole sale and a refund of all of it. */
const sell = async (exhibit: Exhibit): Promise<Told> => {
  const { baseUrl } = journey.demo;
  const order = await merchant.call(createOrder, { body: { product: exhibit.productId } });
  const client = createClient({ baseUrl });
  const buyer = simulatedBuyer(client, exhibit, tokenOf(order.checkout_url));
  const method = await methodOf(exhibit);
  const phone = method === 'carrier_billing' ? '+34671999000' : undefined;
  const payment = await buyer.pay(method, await deviceOf(exhibit), phone);
  const delivered = await until(`${exhibit.name} delivers`, async () => {
    const read = await merchant.call(readOrder, { params: { orderId: order.id } });
    return read.state === 'delivered' ? { ...read, seenAt: Date.now() } : undefined;
  });
  expect(delivered.delivery?.cards).toHaveLength(1);
  expect(delivered.attempts).toHaveLength(1);
  const first = (await payment.record())?.notifications?.find(
    ({ about = 'payment', acknowledged }) => about === 'payment' && acknowledged,
  );
  return {
    channel: exhibit.name,
    method,
    cardAfterMillis: first && Math.max(0, delivered.seenAt - first.atMillis),
    refund: await payBack(exhibit, order.id),
  };
};

const payBack = async (exhibit: Exhibit, orderId: string): Promise<string> => {
  const port = await channelRegistry.load(exhibit.provider);
  if (port?.capabilities.refund === 'none') return 'by hand';
  const refund = await merchant.call(createRefund, {
    body: { order: orderId, reason: 'the journey ends here' },
  });
  const settled = await until(`${exhibit.name} pays back`, async () => {
    const read = await merchant.call(readRefund, { params: { refundId: refund.id } });
    return read.state === 'succeeded' || read.state === 'failed' ? read : undefined;
  });
  expect(settled.state).toBe('succeeded');
  return settled.state;
};

describe('every channel', () => {
  it('sells a card and pays it back, through HTTP, like every other', async () => {
    const problems: string[] = [];
    for (const exhibit of journey.demo.showcase.channels) {
      try {
        told.push(await sell(exhibit));
      } catch (error) {
        problems.push(`${exhibit.name}: ${(error as Error).message}`);
      }
    }
    console.table(told);
    expect(problems).toEqual([]);
    expect(told).toHaveLength(journey.demo.showcase.channels.length);
  }, 240_000);

  it('is shown: no provider of this build is missing', () => {
    const shown = new Set(journey.demo.showcase.channels.map(({ provider }) => provider));
    expect([...shown].sort()).toEqual([...channelRegistry.providers].sort());
  });

  it("sends a refund elsewhere that the buyer's bank did not take", async () => {
    const exhibit = journey.demo.showcase.channels.find(({ name }) => name === 'wechatpay');
    if (!exhibit) throw new Error('the showcase has no WeChat Pay');
    const { id: order, checkout_url } = await merchant.call(createOrder, {
      body: { product: exhibit.productId },
    });
    const client = createClient({ baseUrl: journey.demo.baseUrl });
    const buyer = simulatedBuyer(client, exhibit, tokenOf(checkout_url));
    const payment = await buyer.pay('wechat_pay', await deviceOf(exhibit));
    await until('it is delivered', async () => {
      const { state } = await merchant.call(readOrder, { params: { orderId: order } });
      return state === 'delivered' ? true : undefined;
    });
    const control = `${exhibit.simulatorUrl}/control`;
    const send = (path: string, method: string, body: object) =>
      fetch(`${control}/${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const books = await (await fetch(`${control}/orders/${payment.orderNumber}`)).json();
    const behaviour = `merchants/${encodeURIComponent(books.merchant)}/behaviour`;
    await send(behaviour, 'PATCH', { refundsStayPending: true });
    const refund = await merchant.call(createRefund, { body: { order, reason: 'no use for it' } });
    const params = { refundId: refund.id };
    const inState = (state: string) =>
      until(`the refund is ${state}`, async () => {
        const read = await merchant.call(readRefund, { params });
        return read.state === state ? read : undefined;
      });
    await inState('submitted');
    await until('the simulator knows it', async () =>
      (await payment.record())?.refunds.length === 1 ? true : undefined,
    );
    await send(`orders/${payment.orderNumber}/settle-refunds`, 'POST', { state: 'failed' });
    expect((await inState('unknown')).detail).toContain('ABNORMAL');
    await send(behaviour, 'PATCH', { refundsStayPending: false });
    await merchant.call(redirectRefund, {
      params,
      body: { receiver: { kind: 'merchant' }, reason: 'The card was cancelled', actor: 'Li' },
    });
    await inState('succeeded');
  }, 60_000);

  it('has a button on the page that npm start names, which leads to a checkout of its own', async () => {
    const { url, channels } = journey.demo.showcase;
    const page = await fetch(url);
    expect(page.status).toBe(200);
    const text = await page.text();
    for (const { name } of channels) expect(text).toContain(`action="/buy/${name}"`);
    const buy = (name: string, method = 'POST') =>
      fetch(`${url}/buy/${name}`, { method, redirect: 'manual' });
    const checkouts = await Promise.all([buy('sandbox'), buy('sandbox')]);
    const links = checkouts.map(({ headers }) => headers.get('location') ?? '');
    expect(new Set(links).size).toBe(2);
    const state = await fetch(`${links[0]}/state`);
    expect(await state.json()).toMatchObject({ state: 'awaiting_payment' });
    expect((await buy('nothing')).status).toBe(404);
    expect((await buy('sandbox', 'GET')).status).toBe(404);
  });
});
