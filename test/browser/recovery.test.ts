import { describe, expect, it } from 'vitest';
import { cancelOrder, readOrder } from '#shared/contract/api/orders.ts';
import { createClient } from '#shared/contract/client/client.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import {
  orderExhibit,
  orderSomething,
  type Purchase,
  SANDBOX_METHOD,
} from './support/order-something.ts';
import {
  controlPayment,
  gatewayUrlOf,
  openAttempt,
  sentCode,
} from './support/simulated-provider.ts';
import { type Checkout, useCheckout } from './support/use-checkout.ts';

/** Amounts that the sandbox declines, and never hears of again. */
const DECLINED = 991;
const NEVER_PAID = 962;

describeInBrowser('a buyer who runs into trouble', ({ demo, visitor }) => {
  const merchant = createClient(demo);
  const attemptsAt = async (apiKey: string, { orderId }: Purchase) => {
    const shop = createClient({ baseUrl: demo.baseUrl, apiKey });
    return (await shop.call(readOrder, { params: { orderId } })).attempts;
  };
  const attemptsOf = (purchase: Purchase) => attemptsAt(demo.apiKey, purchase);

  describe.each([
    { scripts: 'with JavaScript', javaScriptEnabled: true },
    { scripts: 'without JavaScript', javaScriptEnabled: false },
  ])('$scripts', ({ javaScriptEnabled }) => {
    const aTab = async () => {
      const page = await (await visitor({ javaScriptEnabled })).tab();
      return { page, checkout: useCheckout(page) };
    };

    /** At one of the demo shop's gateways; which one is up to the router. */
    const payAtGateway = async (purchase: Purchase, checkout: Checkout): Promise<void> => {
      const { next_action } = await openAttempt(demo, purchase);
      if (next_action?.kind === 'redirect') return checkout.payAtProvider();
      const simulatorUrl = await gatewayUrlOf(demo, purchase);
      await controlPayment(demo, { ...purchase, simulatorUrl }, 'pay');
    };

    it('whose payment is declined reads why, takes the next way with one tap, and has paid once', async () => {
      const purchase = await orderSomething(demo, { price: DECLINED });
      const { checkout } = await aTab();
      await checkout.open(purchase.path);
      await checkout.choose(SANDBOX_METHOD);
      await checkout.text(FAILURES.declined.buyer.en).waitFor();
      await checkout.text(checkout.words.suggested).waitFor();
      await checkout.choose('wechat_pay');
      await payAtGateway(purchase, checkout);
      expect(await checkout.readCards()).toEqual([purchase.card]);
      expect((await attemptsOf(purchase)).map(({ state }) => state)).toEqual([
        'failed',
        'succeeded',
      ]);
    });

    it('who gives up at the provider can pay in another way', async () => {
      const { exhibit, ...purchase } = await orderExhibit(demo, 'epay');
      const { checkout } = await aTab();
      await checkout.open(purchase.path);
      await checkout.choose('alipay');
      await checkout.qr().waitFor();
      await checkout.choose('qq_wallet');
      await checkout.payTitle('qq_wallet').waitFor();
      await controlPayment(demo, { ...purchase, simulatorUrl: exhibit.simulatorUrl ?? '' }, 'pay');
      expect(await checkout.readCards()).toHaveLength(1);
    });

    it('who comes back from the provider unpaid finds the payment open, and starts no second one', async () => {
      const { exhibit: _, ...purchase } = await orderExhibit(demo, 'paypal');
      const { page, checkout } = await aTab();
      await checkout.open(purchase.path);
      await checkout.choose('paypal');
      await checkout.atProvider().waitFor();
      await page.goBack();
      const open = checkout.payTitle('paypal');
      await checkout.open(purchase.path);
      await open.waitFor();
      await page.reload();
      await open.waitFor();
      expect(await attemptsAt(demo.showcase.apiKey, purchase)).toHaveLength(1);
    });

    it('who has two tabs pays once, and both show the cards', async () => {
      const purchase = await orderSomething(demo, { price: 990 });
      const one = await visitor({ javaScriptEnabled });
      const first = useCheckout(await one.tab());
      const tabs = [first, useCheckout(await one.tab())];
      for (const tab of tabs) await tab.open(purchase.path);
      await Promise.all(tabs.map((tab) => tab.choose('wechat_pay')));
      await payAtGateway(purchase, first);
      for (const tab of tabs) {
        // A tab that was on its way to the provider comes back.
        await tab.open(purchase.path);
        expect(await tab.readCards()).toEqual([purchase.card]);
      }
      expect(await attemptsOf(purchase)).toHaveLength(1);
    });

    it('who opens the link on another device sees the same payment there', async () => {
      const { exhibit, ...purchase } = await orderExhibit(demo, 'wechatpay-2');
      const first = await aTab();
      await first.checkout.open(purchase.path);
      await first.checkout.choose('wechat_pay');
      await first.checkout.qr().waitFor();
      const second = await aTab();
      await second.checkout.open(purchase.path);
      await second.checkout.qr().waitFor();
      await controlPayment(demo, { ...purchase, simulatorUrl: exhibit.simulatorUrl ?? '' }, 'pay');
      expect(await first.checkout.readCards()).toEqual(await second.checkout.readCards());
    });

    it('whose number is not one keeps the form, and goes on', async () => {
      const { exhibit, ...purchase } = await orderExhibit(demo, 'camara');
      const { checkout } = await aTab();
      await checkout.open(purchase.path);
      await checkout.choose('carrier_billing');
      await checkout.type(checkout.words.phone, '671 999 000');
      await checkout.goOn('carrier_billing');
      await checkout.text(checkout.words.problems.invalid_phone).waitFor();
      await checkout.type(checkout.words.phone, '+34671999000');
      await checkout.field(checkout.words.phone).press('Enter');
      const simulatorUrl = exhibit.simulatorUrl ?? '';
      await checkout.type(checkout.words.code, await sentCode(demo, { ...purchase, simulatorUrl }));
      await checkout.press(checkout.words.confirmCode);
      expect(await checkout.readCards()).toHaveLength(1);
    });

    it('whose order was cancelled meanwhile is told not to pay', async () => {
      const purchase = await orderSomething(demo, { price: NEVER_PAID });
      const { checkout } = await aTab();
      await checkout.open(purchase.path);
      await merchant.call(cancelOrder, { params: { orderId: purchase.orderId }, body: {} });
      await checkout.choose(SANDBOX_METHOD);
      await checkout.heading(checkout.words.cancelledTitle).waitFor();
      expect(await attemptsOf(purchase)).toEqual([]);
    });

    it('who changes the language stays where they are', async () => {
      const purchase = await orderSomething(demo, { price: 943 });
      const { page, checkout } = await aTab();
      await checkout.open(purchase.path);
      await checkout.choose(SANDBOX_METHOD);
      await checkout.qr().waitFor();
      await page.getByRole('link', { name: checkout.words.otherLanguage }).click();
      const chinese = useCheckout(page, 'zh');
      await chinese.qr().waitFor();
      await chinese.payTitle(SANDBOX_METHOD).waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
      expect(await attemptsOf(purchase)).toHaveLength(1);
    });
  });
});
