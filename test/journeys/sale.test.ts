import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayOf } from '#infra/local/demo/gateway.ts';
import { listCallbacks } from '#shared/contract/api/callbacks.ts';
import { createAttempt, readCheckout } from '#shared/contract/api/checkout.ts';
import { createProduct, importCards, readStock } from '#shared/contract/api/delivery.ts';
import { createOrder, readOrder } from '#shared/contract/api/orders.ts';
import { createWebhookEndpoint } from '#shared/contract/api/webhooks.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { type Journey, startJourney } from './support/stack.ts';

interface Delivered {
  readonly headers: Record<string, string>;
  readonly body: string;
}

let journey: Journey;
let receiver: Server;
let receiverUrl: string;
const received: Delivered[] = [];
beforeAll(async () => {
  journey = await startJourney();
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await journey.stop();
});

const until = async <Value>(
  what: string,
  look: () => Promise<Value | undefined>,
): Promise<Value> => {
  const deadline = Date.now() + 90_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not happen`);
    await pause(40);
  }
};

/** An order whose buyer stands at the gateway, ready to pay. */
const aBuyerAtTheGateway = async (cards: readonly string[]) => {
  const { merchant, demo } = journey;
  const product = await merchant.call(createProduct, {
    body: { name: '会员月卡', price_amount: 990, currency: 'CNY' },
  });
  await merchant.call(importCards, {
    params: { productId: product.id },
    body: { cards: [...cards] },
  });
  const order = await merchant.call(createOrder, { body: { product: product.id } });
  const token = order.checkout_url.slice(order.checkout_url.lastIndexOf('/') + 1);
  const { attempt } = await merchant.call(createAttempt, {
    params: { token },
    body: { method: 'alipay', device: 'desktop' },
  });
  if (!attempt) throw new Error('no attempt was started');
  if (attempt.next_action?.kind === 'redirect') await (await fetch(attempt.next_action.url)).text();
  const channel =
    (await merchant.call(readOrder, { params: { orderId: order.id } })).attempts[0]?.channel ?? '';
  const gateway = gatewayOf(demo, channel);
  return { product, order, token, gateway, orderNumber: providerOrderNumberOf(attempt.id) };
};

/** Changes what every simulated gateway does. */
const behave = async (behaviour: Record<string, unknown>): Promise<void> => {
  for (const { url, pid } of journey.demo.simulators) {
    const reply = await fetch(`${url}/control/merchants/${pid}/behaviour`, {
      method: 'PATCH',
      body: JSON.stringify(behaviour),
    });
    if (!reply.ok) throw new Error(`the gateway answered ${reply.status}`);
  }
};

const delivered = (orderId: string) =>
  until('the delivery', async () => {
    const order = await journey.merchant.call(readOrder, { params: { orderId } });
    return order.state === 'delivered' ? order : undefined;
  });

describe('a sale through HTTP', () => {
  it('ends with the first card in the buyer’s hands, the story told without a gap, and the merchant told by signed webhooks', async () => {
    const endpoint = await journey.merchant.call(createWebhookEndpoint, {
      body: { url: receiverUrl },
    });
    const sale = await aBuyerAtTheGateway(['CARD-1', 'CARD-2']);
    await sale.gateway.pay(sale.orderNumber);
    const order = await delivered(sale.order.id);
    expect(order.delivery?.cards.map(({ value }) => value)).toEqual(['CARD-1']);
    expect(order.timeline.map(({ what }) => what)).toEqual([
      'created',
      'attempt_started',
      'paid',
      'delivered',
    ]);
    expect(order.timeline.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    const page = await journey.merchant.call(readCheckout, { params: { token: sale.token } });
    expect(page.delivery?.cards).toHaveLength(1);
    expect(
      await journey.merchant.call(readStock, { params: { productId: sale.product.id } }),
    ).toMatchObject({ available: 1, reserved: 0, sold: 1 });
    const { data } = await until('the trace', async () => {
      const traces = await journey.merchant.call(listCallbacks, {
        query: { order: sale.order.id },
      });
      return traces.data.length > 0 ? traces : undefined;
    });
    expect(data[0]).toMatchObject({ effect: 'applied', provider: 'epay' });
    const mine = await until('both webhooks', async () => {
      const found = received.filter(({ body }) => body.includes(sale.order.id));
      return found.length >= 2 ? found : undefined;
    });
    const verifier = new Webhook(endpoint.secret);
    const events = mine.map(
      ({ body, headers }) => verifier.verify(body, headers) as { type: string },
    );
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set(['order.paid', 'order.delivered']),
    );
    expect(mine.map(({ body }) => body).join()).not.toContain('CARD-1');
  });

  it('leaves a browser that knows its device and what worked on it, and a file that every Notepad reads', async () => {
    const { baseUrl } = journey.demo;
    const product = await journey.merchant.call(createProduct, {
      body: { name: '会员月卡', price_amount: 990, currency: 'CNY' },
    });
    const params = { productId: product.id };
    await journey.merchant.call(importCards, { params, body: { cards: ['卡密-1'] } });
    const order = await journey.merchant.call(createOrder, { body: { product: product.id } });
    const page = new URL(order.checkout_url, baseUrl);
    const first = (await fetch(page)).headers.get('set-cookie') ?? '';
    expect(first).toMatch(
      /^arteria_device=[\w-]{22}\.\.[\d-]{10}\.[\w-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/,
    );
    const headers = { cookie: first.split(';', 1)[0] ?? '' };
    await fetch(`${page}/pay`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ method: 'alipay' }),
      redirect: 'manual',
    });
    expect((await fetch(page, { headers })).headers.get('set-cookie')).toBeNull();

    const [attempt] = (await journey.merchant.call(readOrder, { params: { orderId: order.id } }))
      .attempts;
    if (attempt?.next_action?.kind === 'redirect') await fetch(attempt.next_action.url);
    const gateway = gatewayOf(journey.demo, attempt?.channel ?? '');
    await gateway.pay(providerOrderNumberOf(attempt?.id ?? ''));
    await delivered(order.id);
    const learned = (await fetch(page, { headers })).headers.get('set-cookie') ?? '';
    expect(learned).toMatch(/^arteria_device=[\w-]{22}\.alipay\./);
    expect(learned.slice(0, 37)).toBe(first.slice(0, 37));

    const file = Buffer.from(await (await fetch(`${page}/cards.txt`)).arrayBuffer());
    expect([...file.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(file.toString()).toContain('\r\n卡密-1\r\n');
  });

  it('notices a payment whose notification is lost, by asking', { timeout: 120_000 }, async () => {
    const sale = await aBuyerAtTheGateway(['LOST-1']);
    await behave({ dropNext: 1_000_000 });
    try {
      await sale.gateway.pay(sale.orderNumber);
      const order = await delivered(sale.order.id);
      expect(order.delivery?.cards.map(({ value }) => value)).toEqual(['LOST-1']);
      expect(order.timeline).toContainEqual(
        expect.objectContaining({ what: 'paid', actor: 'query' }),
      );
    } finally {
      await behave({ dropNext: 0 });
    }
  });
});

describe('a power cut', () => {
  it('between payment and delivery delivers the card once, wherever it strikes', {
    timeout: 400_000,
  }, async () => {
    for (const afterMillis of [0, 3, 10, 30]) {
      const sale = await aBuyerAtTheGateway(['CUT-1', 'CUT-2']);
      const paying = sale.gateway.pay(sale.orderNumber).then(
        () => 'taken',
        () => 'cut off',
      );
      await pause(afterMillis);
      journey = await journey.killAndRestart();
      // The gateway is on the same machine: what it had not taken before the cut, the buyer pays again.
      if ((await paying) === 'cut off') await sale.gateway.pay(sale.orderNumber).catch(() => {});
      const order = await delivered(sale.order.id);
      expect(order.delivery?.cards.map(({ value }) => value)).toEqual(['CUT-1']);
      expect(order.timeline.filter(({ what }) => what === 'delivered')).toHaveLength(1);
      expect(
        await journey.merchant.call(readStock, { params: { productId: sale.product.id } }),
      ).toMatchObject({ available: 1, reserved: 0, sold: 1 });
    }
  });
});
