import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { methodName } from '#functions/pages/checkout/view/page.ts';
import { readOrder } from '#shared/contract/api/orders.ts';
import { createClient } from '#shared/contract/client/client.ts';
import { until } from '#test/local/support/until.ts';
import { checkAccessibility } from './support/check-accessibility.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { hidePage } from './support/hide-page.ts';
import { orderExhibit, orderSomething, SANDBOX_METHOD } from './support/order-something.ts';
import { controlPayment, openAttempt, stateOf } from './support/simulated-provider.ts';
import { useCheckout } from './support/use-checkout.ts';

/** The sandbox shows a QR code for it. */
const SHOWS_QR = 943;

describeInBrowser('the page with its script', ({ demo, visitor }) => {
  const merchant = createClient(demo);
  const aPage = async (options: Parameters<typeof visitor>[0] = {}) => {
    const page = await (await visitor(options)).tab();
    return { page, checkout: useCheckout(page) };
  };

  it('counts down while it is open', async () => {
    const purchase = await orderSomething(demo, { price: 990, expiresInSeconds: 600 });
    const { page, checkout } = await aPage();
    await page.clock.install();
    await checkout.open(purchase.path);
    await page.clock.pauseAt(Date.now() + 60_000);
    const shown = page.locator('time');
    const before = await shown.textContent();
    await page.clock.runFor(2_000);
    expect(before).toMatch(/ [89]:\d\d /);
    expect(await shown.textContent()).not.toBe(before);
  });

  it('asks nothing while nobody looks, and at once when the buyer comes back', async () => {
    const purchase = await orderSomething(demo, { price: SHOWS_QR, expiresInSeconds: 3_600 });
    const { page, checkout } = await aPage();
    await page.clock.install();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname.endsWith('/state')) asked.push(request.url());
    });
    await checkout.open(purchase.path);
    await checkout.choose(SANDBOX_METHOD);
    await checkout.qr().waitFor();
    await until('the page asks', () => asked[0]);
    await hidePage(page, true);
    await page.clock.runFor(10_000);
    asked.length = 0;
    await page.clock.runFor(120_000);
    expect(asked).toEqual([]);
    await hidePage(page, false);
    await until('the page asks again', () => asked[0]);
  });

  it('remembers on the device what paid, though the page is never left', async () => {
    const { exhibit, ...purchase } = await orderExhibit(demo, 'wechatpay');
    const { page, checkout } = await aPage();
    await checkout.open(purchase.path);
    await checkout.choose('wechat_pay');
    await checkout.qr().waitFor();
    const opened = page.url();
    await controlPayment(demo, { ...purchase, simulatorUrl: exhibit.simulatorUrl ?? '' }, 'pay');
    expect(await checkout.readCards()).toEqual([expect.stringContaining(purchase.card)]);
    expect(page.url()).toBe(opened);
    const [device] = await page.context().cookies();
    expect(device).toMatchObject({
      name: 'arteria_device',
      value: expect.stringContaining('.wechat_pay.'),
      httpOnly: true,
      sameSite: 'Lax',
    });
  });

  it('copies the address and the exact amount', async () => {
    const { exhibit: _, ...purchase } = await orderExhibit(demo, 'usdt-3');
    const { page, checkout } = await aPage({ permissions: ['clipboard-read', 'clipboard-write'] });
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await checkout.open(purchase.path);
    await checkout.choose('usdt_bep20');
    await checkout.press(checkout.words.copyAddress);
    // On the button, and said aloud.
    await checkout.text(checkout.words.copied).nth(1).waitFor();
    const { next_action } = await openAttempt(demo, purchase);
    expect(next_action).toMatchObject({ kind: 'address', address: await copied() });
    await checkout.press(checkout.words.copyAmount);
    await until('the amount is copied', async () =>
      (await copied()) === (next_action?.kind === 'address' ? next_action.amount : '')
        ? true
        : undefined,
    );
  });

  it('saves the cards as a file', async () => {
    const purchase = await orderSomething(demo, { price: 941 });
    const { page, checkout } = await aPage();
    await checkout.open(purchase.path);
    await checkout.choose(SANDBOX_METHOD);
    await checkout.readCards();
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: checkout.words.download }).click();
    const stream = await (await saved).createReadStream();
    expect(await text(stream)).toContain(purchase.card);
  });

  it('keeps what was typed while there is no connection, and goes on when there is one', async () => {
    const { exhibit: _, ...purchase } = await orderExhibit(demo, 'fortumo');
    const somebody = await visitor();
    const page = await somebody.tab();
    const checkout = useCheckout(page);
    await checkout.open(purchase.path);
    await checkout.choose('carrier_billing');
    await checkout.type(checkout.words.phone, '+372 5555 1234');
    await page.context().setOffline(true);
    await checkout.goOn('carrier_billing');
    await checkout.text(checkout.words.offline).waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
    await page.context().setOffline(false);
    expect(await checkout.field(checkout.words.phone).inputValue()).toBe('+372 5555 1234');
    await checkout.goOn('carrier_billing');
    await checkout.field(checkout.words.code).waitFor();
    // That calls failed is what this is about.
    const others = somebody.problems().filter((each) => !each.includes('INTERNET_DISCONNECTED'));
    expect(others).toEqual([]);
  });

  it('makes one payment of two taps', async () => {
    const purchase = await orderSomething(demo, { price: SHOWS_QR });
    const { checkout } = await aPage();
    await checkout.open(purchase.path);
    await checkout.method(SANDBOX_METHOD).dblclick();
    await checkout.qr().waitFor();
    const { attempts } = await merchant.call(readOrder, { params: { orderId: purchase.orderId } });
    expect(attempts).toHaveLength(1);
  });

  it('can be used by the keyboard alone', async () => {
    const purchase = await orderSomething(demo, { price: 941 });
    const { page, checkout } = await aPage();
    await checkout.open(purchase.path);
    const name = methodName(SANDBOX_METHOD, 'en');
    await until('the method has the focus', async () => {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
      return focused.includes(name) || undefined;
    });
    await page.keyboard.press('Enter');
    expect(await checkout.readCards()).toEqual([purchase.card]);
  });

  it('shows the code of the only way to pay without a tap, for one payment however often it is looked at', async () => {
    const { exhibit, ...purchase } = await orderExhibit(demo, 'wechatpay');
    const { page, checkout } = await aPage();
    await checkout.open(purchase.path);
    await checkout.qr().waitFor();
    await page.reload();
    await checkout.qr().waitFor();
    const shop = createClient({ baseUrl: demo.baseUrl, apiKey: demo.showcase.apiKey });
    const { attempts } = await shop.call(readOrder, { params: { orderId: purchase.orderId } });
    expect(attempts).toHaveLength(1);
    await controlPayment(demo, { ...purchase, simulatorUrl: exhibit.simulatorUrl ?? '' }, 'pay');
    expect(await checkout.readCards()).toHaveLength(1);
  });

  it('starts nothing in a tab that was opened in the background, until somebody looks', async () => {
    const { exhibit: _, ...purchase } = await orderExhibit(demo, 'wechatpay-2');
    const { page, checkout } = await aPage();
    await page.addInitScript(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    });
    await page.goto(`${purchase.path}?lang=en`, { waitUntil: 'networkidle' });
    expect((await stateOf(demo, purchase)).attempt).toBeNull();
    await hidePage(page, false);
    await checkout.qr().waitFor();
  });

  it('moves nothing for who does not like it', async () => {
    const { exhibit: _, ...purchase } = await orderExhibit(demo, 'wechatpay');
    const { page, checkout } = await aPage({ reducedMotion: 'reduce' });
    await checkout.open(purchase.path);
    await checkout.choose('wechat_pay');
    await checkout.qr().waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });

  it('starts no payment for a program that makes previews, even if it runs scripts', async () => {
    const { exhibit: _, ...purchase } = await orderExhibit(demo, 'wechatpay');
    const { page } = await aPage({
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/153.0.0.0',
    });
    await page.goto(`${purchase.path}?lang=en`, { waitUntil: 'networkidle' });
    expect((await stateOf(demo, purchase)).attempt).toBeNull();
  });
});
