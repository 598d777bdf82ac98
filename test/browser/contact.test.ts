import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OTHER_PAGES } from '#functions/pages/checkout/words/other-pages.ts';
import { epay } from '#infra/local/providers/epay/simulation.ts';
import { type Simulator, startSimulator } from '#infra/local/providers/kit/start-simulator.ts';
import { unionpay } from '#infra/local/providers/unionpay/simulation.ts';
import type { Demo } from '#infra/local/seed/demo-file.ts';
import { readOrder } from '#shared/contract/api/orders.ts';
import { createClient } from '#shared/contract/client/client.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { checkAccessibility } from './support/check-accessibility.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { openShop } from './support/open-shop.ts';
import { orderSomething, type Purchase, SANDBOX_METHOD } from './support/order-something.ts';
import { openAttempt } from './support/simulated-provider.ts';
import { type Checkout, useCheckout } from './support/use-checkout.ts';

/** An amount that the sandbox declines, and one that is charged when the buyer comes back. */
const DECLINED = 991;
const CHARGED = 941;
const CONTACT = 'buyer@example.com';

describeInBrowser('a shop that asks for a contact', ({ demo, visitor }) => {
  let gateway: Simulator;
  let bank: Simulator;
  let required: Demo;
  let optional: Demo;
  beforeAll(async () => {
    gateway = await startSimulator(epay);
    bank = await startSimulator(unionpay);
    const [account] = gateway.channels();
    if (!account) throw new Error('the gateway has no account');
    const channels = [{ ...account, methods: ['wechat_pay'] }];
    required = await openShop(demo, {
      sandbox: [SANDBOX_METHOD],
      channels,
      settings: { contact: 'required' },
    });
    optional = await openShop(demo, {
      sandbox: [SANDBOX_METHOD],
      channels: bank.channels(),
      settings: { contact: 'optional' },
    });
  });
  afterAll(() => Promise.all([gateway?.stop(), bank?.stop()]));

  const orderOf = (shop: Demo, { orderId }: Purchase) =>
    createClient(shop).call(readOrder, { params: { orderId } });

  describe.each([
    { scripts: 'with JavaScript', javaScriptEnabled: true },
    { scripts: 'without JavaScript', javaScriptEnabled: false },
  ])('$scripts', ({ javaScriptEnabled }) => {
    const aBuyer = async () => {
      const page = await (await visitor({ javaScriptEnabled })).tab();
      const isAccessible = async () =>
        javaScriptEnabled && expect(await checkAccessibility(page)).toEqual([]);
      const checkout = useCheckout(page);
      return {
        page,
        checkout,
        isAccessible,
        contact: () => checkout.field(checkout.words.lookupContact),
      };
    };

    /** Finds the order as somebody who lost its link. */
    const lookUp = async (
      { merchantId }: Demo,
      { orderId }: Purchase,
      { contact, finds }: { contact: string; finds: boolean },
    ): Promise<Checkout> => {
      const { page, checkout } = await aBuyer();
      const words = OTHER_PAGES.en;
      await page.goto(`/lookup?merchant=${merchantId}&mode=test&lang=en`);
      await checkout.type(words.lookupOrder, orderId);
      await checkout.type(checkout.words.lookupContact, contact);
      await checkout.press(words.lookupSubmit);
      if (!finds) await checkout.text(words.lookupNotFound).waitFor();
      return checkout;
    };

    it('as a must: none, a wrong one, the right one; kept through a failure, paid another way, found by it', async () => {
      const purchase = await orderSomething(required, { price: DECLINED });
      const { page, checkout, contact, isAccessible } = await aBuyer();
      await checkout.open(purchase.path);
      await isAccessible();
      await checkout.method(SANDBOX_METHOD).click();
      // The browser itself points at the field.
      expect(
        await contact().evaluate((field) => (field as HTMLInputElement).validity.valueMissing),
      ).toBe(true);
      await checkout.type(checkout.words.contact, 'my name');
      await checkout.method(SANDBOX_METHOD).click();
      await checkout.text(checkout.words.problems.invalid_contact).first().waitFor();
      await isAccessible();
      expect(await contact().inputValue()).toBe('my name');
      expect((await orderOf(required, purchase)).attempts).toEqual([]);
      await checkout.type(checkout.words.contact, CONTACT);
      await checkout.method(SANDBOX_METHOD).click();
      await checkout.text(FAILURES.declined.buyer.en).waitFor();
      await checkout.text(checkout.words.contactGiven).waitFor();
      await isAccessible();
      await page.reload();
      await checkout.text(checkout.words.contactGiven).waitFor();
      await checkout.method('wechat_pay').click();
      const attempt = await openAttempt(required, purchase);
      expect(gateway.pay(providerOrderNumberOf(attempt.id))).toBe(true);
      expect(await checkout.readCards()).toEqual([purchase.card]);
      const order = await orderOf(required, purchase);
      expect(order.contact).toBe(CONTACT);
      expect(order.attempts.map(({ state }) => state)).toEqual(['failed', 'succeeded']);
      await lookUp(required, purchase, { contact: 'thief@example.com', finds: false });
      const found = await lookUp(required, purchase, { contact: CONTACT, finds: true });
      expect(await found.readCards()).toEqual([purchase.card]);
    });

    it('as a wish: a phone number however it is written, and nothing is asked twice', async () => {
      const purchase = await orderSomething(optional, { price: CHARGED });
      const { checkout } = await aBuyer();
      await checkout.open(purchase.path);
      await checkout.type(checkout.words.optionally(checkout.words.lookupContact), '138 0013-8000');
      await checkout.method(SANDBOX_METHOD).click();
      expect(await checkout.readCards()).toEqual([purchase.card]);
      expect((await orderOf(optional, purchase)).contact).toBe('13800138000');
      const found = await lookUp(optional, purchase, { contact: '(138) 0013 8000', finds: true });
      expect(await found.readCards()).toEqual([purchase.card]);
    });

    it('as a wish: who gives none buys all the same, and nobody finds the order', async () => {
      const purchase = await orderSomething(optional, { price: CHARGED });
      const { checkout } = await aBuyer();
      await checkout.open(purchase.path);
      await checkout.method(SANDBOX_METHOD).click();
      expect(await checkout.readCards()).toEqual([purchase.card]);
      expect((await orderOf(optional, purchase)).contact).toBeNull();
      await lookUp(optional, purchase, { contact: CONTACT, finds: false });
    });

    it('not of a buyer whose contact the shop knows', async () => {
      // Nothing is known of them, which could start a payment by itself.
      const contact = 'somebody@example.com';
      const purchase = await orderSomething(required, { price: CHARGED, contact });
      const { checkout, ...buyer } = await aBuyer();
      await checkout.open(purchase.path);
      expect(await buyer.contact().count()).toBe(0);
      await checkout.method(SANDBOX_METHOD).click();
      expect(await checkout.readCards()).toEqual([purchase.card]);
    });
  });

  it('keeps what was typed when a method asks for more, there and back, and pays with it', async () => {
    const purchase = await orderSomething(optional, { price: CHARGED });
    const page = await (await visitor()).tab();
    const checkout = useCheckout(page);
    const label = checkout.words.optionally(checkout.words.lookupContact);
    await checkout.open(purchase.path);
    await checkout.type(label, CONTACT);
    await checkout.method('bank_gateway').click();
    await checkout.payTitle('bank_gateway').waitFor();
    expect(await checkout.field(label).inputValue()).toBe(CONTACT);
    expect(await checkAccessibility(page)).toEqual([]);
    await checkout.chooseBank('ICBC');
    await page.goBack();
    await checkout.heading(checkout.words.chooseTitle).waitFor();
    expect(await checkout.field(label).inputValue()).toBe(CONTACT);
    await page.goForward();
    await checkout.payTitle('bank_gateway').waitFor();
    expect(await page.getByRole('combobox').inputValue()).toBe('ICBC');
    await checkout.goOn('bank_gateway');
    await checkout.payAtProvider();
    expect(await checkout.readCards()).toEqual([purchase.card]);
    expect((await orderOf(optional, purchase)).contact).toBe(CONTACT);
  });
});
