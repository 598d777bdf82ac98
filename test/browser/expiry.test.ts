import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { readOrder } from '#shared/contract/api/orders.ts';
import { createClient } from '#shared/contract/client/client.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { until } from '#test/local/support/until.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { hidePage } from './support/hide-page.ts';
import {
  orderSomething,
  type Purchase,
  SANDBOX,
  SANDBOX_METHOD,
} from './support/order-something.ts';
import { stateOf } from './support/simulated-provider.ts';
import { useCheckout } from './support/use-checkout.ts';

/** The sandbox shows a QR code that nobody is known to have paid for ten seconds. */
const SHOWS_QR = 1_043;
const SHORTEST_SECONDS = 60;
const PATIENCE_MILLIS = 100_000;

describeInBrowser('time', ({ demo, visitor }) => {
  /** Money that arrives, in the sandbox's own words. */
  const tellPaid = async ({ orderId }: Purchase, price: number): Promise<void> => {
    const merchant = createClient(demo);
    const { attempts } = await merchant.call(readOrder, { params: { orderId } });
    const [attempt] = attempts;
    if (!attempt) throw new Error('nobody tried to pay');
    const order = providerOrderNumberOf(attempt.id);
    const body = JSON.stringify({
      account: SANDBOX.config.account,
      order,
      reference: `sandbox_${order}`,
      status: 'paid',
      currency: SANDBOX.currency,
      minor: price,
    });
    const signature = createHmac('sha256', SANDBOX.credentials.key).update(body).digest('hex');
    const url = `${demo.callbackBaseUrl}/callbacks/sandbox/${attempt.channel}`;
    const headers = { 'content-type': 'application/json', 'sandbox-signature': signature };
    const reply = await fetch(url, { method: 'POST', headers, body });
    expect(await reply.json()).toEqual({ result: 'accepted' });
  };

  it('that is over is seen on open pages, with script and without; money that comes late still buys', async () => {
    const price = 1_062;
    const untouched = await orderSomething(demo, {
      price: SHOWS_QR,
      expiresInSeconds: SHORTEST_SECONDS,
    });
    const tried = await orderSomething(demo, { price, expiresInSeconds: SHORTEST_SECONDS });
    const page = await (await visitor()).tab();
    const live = useCheckout(page);
    const plain = useCheckout(await (await visitor({ javaScriptEnabled: false })).tab());
    const waiting = useCheckout(await (await visitor()).tab());
    await plain.open(untouched.path);
    await waiting.open(untouched.path);
    await live.open(tried.path);
    await live.choose(SANDBOX_METHOD);
    const over = (checkout: typeof live) =>
      checkout.heading(checkout.words.expiredTitle).waitFor({ timeout: PATIENCE_MILLIS });
    await Promise.all([over(plain), over(waiting)]);
    await live.open(tried.path);
    await over(live);
    await tellPaid(tried, price);
    await until('the late payment counts', async () => {
      const { state } = await stateOf(demo, tried);
      return state === 'delivered' || undefined;
    });
    // The buyer comes back from their wallet.
    await hidePage(page, true);
    await hidePage(page, false);
    expect(await live.readCards()).toEqual([tried.card]);
  }, 150_000);
});
