import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { gatewayOf } from '#infra/local/demo/gateway.ts';
import { type Demo, readDemo } from '#infra/local/seed/demo-file.ts';
import { channelHealth } from '#shared/contract/api/channel-health.ts';
import { createAttempt, readCheckout } from '#shared/contract/api/checkout.ts';
import { readStock } from '#shared/contract/api/delivery.ts';
import { createOrder, readOrder } from '#shared/contract/api/orders.ts';
import { createClient } from '#shared/contract/client/client.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { type Journey, startJourney } from '#test/journeys/support/stack.ts';
import { until } from './support/until.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await startJourney();
});

afterAll(async () => {
  await journey.stop();
});

const tokenOf = (checkoutUrl: string) => checkoutUrl.slice(checkoutUrl.lastIndexOf('/') + 1);

/** An order whose buyer has been sent to a gateway. */
const orderAtGateway = async () => {
  const { demo, merchant } = journey;
  const order = await merchant.call(createOrder, { body: { product: demo.productId } });
  const buyer = createClient({ baseUrl: demo.baseUrl });
  const { attempt } = await buyer.call(createAttempt, {
    params: { token: tokenOf(order.checkout_url) },
    body: { method: 'alipay' },
  });
  if (!attempt) throw new Error('no attempt');
  const { attempts } = await merchant.call(readOrder, { params: { orderId: order.id } });
  if (attempt.next_action?.kind === 'redirect') await fetch(attempt.next_action.url);
  return {
    orderId: order.id,
    orderNumber: providerOrderNumberOf(attempt.id),
    gateway: gatewayOf(demo, attempts[0]?.channel ?? ''),
  };
};

const deliveredCards = (orderId: string) =>
  until(`${orderId} is delivered`, async () => {
    const order = await journey.merchant.call(readOrder, { params: { orderId } });
    return order.state === 'delivered' ? order.delivery?.cards : undefined;
  });

const soldCards = async () => {
  const params = { productId: journey.demo.productId };
  return (await journey.merchant.call(readStock, { params })).sold;
};

describe('the demo shop', () => {
  it('has three channels that take payments and a checkout link that waits for a buyer', async () => {
    const { data } = await journey.merchant.call(channelHealth, {});
    expect(data.map(({ takes_payments }) => takes_payments)).toEqual([true, true, true]);
    const checkout = await createClient({ baseUrl: journey.demo.baseUrl }).call(readCheckout, {
      params: { token: tokenOf(journey.demo.checkoutUrl) },
    });
    expect(checkout).toMatchObject({ state: 'awaiting_payment', delivery: null });
    expect(checkout.methods).toContain('alipay');
  });

  it('tells tools where it is', async () => {
    const { directory, demo } = journey;
    expect(await readDemo(join(directory, 'demo.json'))).toEqual(demo);
    expect(existsSync(join(directory, 'stack.json'))).toBe(true);
  });

  it('sells one card in npm run demo, which ends with code 0', async () => {
    const { code, output } = await runDemo(journey.directory);
    expect(output).toContain('The card came exactly once.');
    expect(output).toMatch(/\d\d:\d\d:\d\d\.\d{3} {2}delivered/);
    expect(code).toBe(0);
  });

  it('delivers one card when the power goes between payment and delivery', async () => {
    const soldBefore = await soldCards();
    const { orderId, orderNumber, gateway } = await orderAtGateway();
    await gateway.pay(orderNumber);
    journey = await journey.killAndRestart();

    expect(await deliveredCards(orderId)).toHaveLength(1);
    await until('the gateway heard of it', async () => {
      const notifications = await gateway.notifications(orderNumber);
      return notifications.some(({ reply }) => reply === 'success') ? true : undefined;
    });
    expect(await soldCards()).toBe((soldBefore ?? 0) + 1);
  });

  it('is the same after a restart', async () => {
    const before = journey.demo;
    journey = await journey.killAndRestart();
    expect(withoutLinks(journey.demo)).toEqual(withoutLinks(before));
    expect(journey.demo.checkoutUrl).not.toBe(before.checkoutUrl);
  });

  it('takes back the file for tools when it stops', async () => {
    await journey.stop();
    expect(existsSync(join(journey.directory, 'stack.json'))).toBe(false);
  });
});

/** Every start opens orders of its own, and the showcase's page at a free port. */
function withoutLinks({ checkoutUrl: _, showcase: { url: __, ...showcase }, ...demo }: Demo) {
  const channels = showcase.channels.map(({ checkoutUrl: ___, ...channel }) => channel);
  return { ...demo, showcase: { ...showcase, channels } };
}

function runDemo(directory: string): Promise<{ code: number; output: string }> {
  const file = fileURLToPath(new URL('../../infra/local/demo.ts', import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [file, `--directory=${directory}`], (error, stdout, stderr) => {
      const code = z.int().catch(0).parse(error?.code);
      resolve({ code, output: `${stdout}${stderr}` });
    });
  });
}
