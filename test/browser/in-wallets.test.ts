import { expect, it } from 'vitest';
import { readOrder } from '#shared/contract/api/orders.ts';
import { createClient } from '#shared/contract/client/client.ts';
import { RANKING_REASONS } from '#shared/domain/checkout/ranking-reasons.ts';
import { UNAVAILABLE_REASONS } from '#shared/domain/checkout/unavailable-reasons.ts';
import { checkAccessibility } from './support/check-accessibility.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { openShop } from './support/open-shop.ts';
import { orderExhibit, orderSomething } from './support/order-something.ts';
import { IN_ALIPAY, IN_WECHAT, playWechat } from './support/play-wechat.ts';
import { stateOf } from './support/simulated-provider.ts';
import { useCheckout } from './support/use-checkout.ts';

/** The sandbox says nothing of it. */
const NEVER_PAID = 962;
const KINDS = ['wechatpay', 'wechatpay-2', 'wechatpay-3'];

describeInBrowser('inside a wallet’s app', ({ demo, visitor }) => {
  /** A buyer in WeChat who was sent an order's link. */
  const begin = async (exhibitName: string, options: Parameters<typeof playWechat>[2] = {}) => {
    const { exhibit, ...purchase } = await orderExhibit(demo, exhibitName);
    const page = await (await visitor(IN_WECHAT)).tab();
    const wechat = await playWechat(page, exhibit.simulatorUrl ?? '', options);
    const checkout = useCheckout(page);
    await checkout.open(purchase.path);
    const attempts = async () => {
      const shop = createClient({ baseUrl: demo.baseUrl, apiKey: demo.showcase.apiKey });
      return (await shop.call(readOrder, { params: { orderId: purchase.orderId } })).attempts;
    };
    return { page, wechat, checkout, purchase, attempts };
  };
  /** Waits until the page has asked how the order stands. */
  const asksAgain = (page: Awaited<ReturnType<typeof begin>>['page']) =>
    page.waitForResponse((response) => new URL(response.url()).pathname.endsWith('/state'));

  it.each(KINDS)(
    'one tap opens WeChat’s payment window, and paid in it brings the cards (%s)',
    async (name) => {
      const { wechat, checkout, attempts, purchase } = await begin(name);
      await checkout.choose('wechat_pay');
      expect(await checkout.readCards()).toEqual([expect.stringContaining(purchase.card)]);
      expect(wechat.opened()).toBe(1);
      expect(await attempts()).toMatchObject([{ method: 'wechat_pay', state: 'succeeded' }]);
    },
  );

  it('the page is without barriers while it waits for the window', async () => {
    const { page, wechat, checkout } = await begin('wechatpay', { first: 'cancels' });
    await checkout.choose('wechat_pay');
    await expect.poll(wechat.opened).toBe(1);
    await checkout.text(checkout.words.waiting).waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
  });

  it('a window that says "paid" without a payment brings nothing, and can be opened again', async () => {
    const { page, wechat, checkout, purchase, attempts } = await begin('wechatpay', {
      first: 'lies',
    });
    const asked = asksAgain(page);
    await checkout.choose('wechat_pay');
    await expect.poll(wechat.opened).toBe(1);
    await asked;
    await asksAgain(page);
    expect(await stateOf(demo, purchase)).toMatchObject({
      state: 'awaiting_payment',
      delivery: null,
    });
    wechat.nextTime('pays');
    await checkout.goOn('wechat_pay');
    expect(await checkout.readCards()).toHaveLength(1);
    expect(await attempts()).toHaveLength(1);
  });

  it('a window that was closed is not opened by a reload, but by a tap', async () => {
    const { page, wechat, checkout, attempts } = await begin('wechatpay', { first: 'cancels' });
    await checkout.choose('wechat_pay');
    await expect.poll(wechat.opened).toBe(1);
    await Promise.all([asksAgain(page), page.reload()]);
    expect(wechat.opened()).toBe(1);
    wechat.nextTime('pays');
    await checkout.goOn('wechat_pay');
    expect(await checkout.readCards()).toHaveLength(1);
    expect(wechat.opened()).toBe(2);
    expect(await attempts()).toHaveLength(1);
  });

  it('when WeChat is ready late, the window opens then, once however often the button was tapped', async () => {
    const { wechat, checkout } = await begin('wechatpay', { isLate: true, first: 'cancels' });
    await checkout.choose('wechat_pay');
    await checkout.goOn('wechat_pay');
    await checkout.goOn('wechat_pay');
    expect(wechat.opened()).toBe(0);
    await wechat.bringBridge();
    await expect.poll(wechat.opened).toBe(1);
    wechat.nextTime('pays');
    await checkout.goOn('wechat_pay');
    expect(await checkout.readCards()).toHaveLength(1);
    expect(wechat.opened()).toBe(2);
  });

  it('without JavaScript, and on another device, the page says what to do', async () => {
    const { exhibit: _, ...purchase } = await orderExhibit(demo, 'wechatpay');
    const plain = await (await visitor({ ...IN_WECHAT, javaScriptEnabled: false })).tab();
    const desktop = await (await visitor()).tab();
    for (const checkout of [useCheckout(plain), useCheckout(desktop)]) {
      await checkout.open(purchase.path);
      if (!(await checkout.payTitle('wechat_pay').isVisible()))
        await checkout.method('wechat_pay').click();
      await checkout.text(checkout.words.openInWechat).waitFor();
    }
  });

  it.each([
    {
      app: 'WeChat',
      context: IN_WECHAT,
      own: 'wechat_pay',
      other: 'alipay',
      code: 'blocked_in_wechat',
    },
    {
      app: 'Alipay',
      context: IN_ALIPAY,
      own: 'alipay',
      other: 'wechat_pay',
      code: 'blocked_in_alipay',
    },
  ] as const)(
    'in $app its own wallet comes first, and the other one says why it is not offered, where the shop wants that',
    async ({ context, own, other, code }) => {
      for (const unavailable_methods of ['explain', 'hide'] as const) {
        const shop = await openShop(demo, {
          sandbox: ['paypal', other, own],
          settings: { unavailable_methods, starts_by_itself: false },
        });
        const purchase = await orderSomething(shop, { price: NEVER_PAID });
        for (const javaScriptEnabled of [true, false]) {
          const page = await (await visitor({ ...context, javaScriptEnabled })).tab();
          const checkout = useCheckout(page);
          await checkout.open(purchase.path);
          const shown = await checkout.ways();
          expect(shown[0]).toContain(RANKING_REASONS.this_app.en);
          expect(shown).toHaveLength(unavailable_methods === 'explain' ? 3 : 2);
          await checkout.method(own).waitFor();
          expect(await checkout.method(other).count()).toBe(0);
          const why = checkout.text(UNAVAILABLE_REASONS[code].en);
          expect(await why.count()).toBe(unavailable_methods === 'explain' ? 1 : 0);
          if (javaScriptEnabled) expect(await checkAccessibility(page)).toEqual([]);
        }
      }
    },
  );

  it('in WeChat its own wallet is there without a tap, and no payment is made in its place', async () => {
    const shop = await openShop(demo, { sandbox: ['alipay', 'paypal', 'wechat_pay'] });
    // The sandbox shows a code for it.
    const purchase = await orderSomething(shop, { price: 943 });
    const page = await (await visitor(IN_WECHAT)).tab();
    const checkout = useCheckout(page);
    await checkout.open(purchase.path);
    await checkout.payTitle('wechat_pay').waitFor();
    const { attempts } = await createClient(shop).call(readOrder, {
      params: { orderId: purchase.orderId },
    });
    expect(attempts).toMatchObject([{ method: 'wechat_pay' }]);
  });

  it('a tap on another way counts, also while the own wallet is being started', async () => {
    const shop = await openShop(demo, { sandbox: ['paypal', 'wechat_pay'] });
    const purchase = await orderSomething(shop, { price: 943 });
    const page = await (await visitor(IN_WECHAT)).tab();
    const checkout = useCheckout(page);
    const tapped = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    await page.route('**/pay?*', async (route) => {
      begun.resolve();
      await tapped.promise;
      await route.continue();
    });
    await checkout.open(purchase.path);
    await begun.promise;
    await checkout.method('paypal').click();
    tapped.resolve();
    await checkout.payTitle('paypal').waitFor();
  });
});
