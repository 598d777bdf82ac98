import { describe, expect, it } from 'vitest';
import { OTHER_PAGES } from '#functions/pages/checkout/words/other-pages.ts';
import { completeOrder } from '#shared/contract/api/orders.ts';
import { createClient } from '#shared/contract/client/client.ts';
import { checkAccessibility } from './support/check-accessibility.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { orderSomething } from './support/order-something.ts';
import { useCheckout } from './support/use-checkout.ts';

const CONTACT = 'buyer@example.com';

describeInBrowser('the lookup', ({ demo, visitor }) => {
  describe.each([
    { scripts: 'with JavaScript', javaScriptEnabled: true },
    { scripts: 'without JavaScript', javaScriptEnabled: false },
  ])('$scripts', ({ javaScriptEnabled }) => {
    it.each(['en', 'zh'] as const)(
      'finds an order by its number and contact, after a mistake that keeps the form (%s)',
      async (language) => {
        const purchase = await orderSomething(demo, { price: 990, contact: CONTACT });
        await createClient(demo).call(completeOrder, {
          params: { orderId: purchase.orderId },
          body: { reason: 'paid at the counter', actor: 'Li' },
        });
        const page = await (await visitor({ javaScriptEnabled })).tab();
        const checkout = useCheckout(page, language);
        const words = OTHER_PAGES[language];
        const isAccessible = async () =>
          javaScriptEnabled && expect(await checkAccessibility(page)).toEqual([]);
        await page.goto(`/lookup?merchant=${purchase.merchantId}&mode=test&lang=${language}`);
        await isAccessible();
        await checkout.type(words.lookupOrder, purchase.orderId);
        await checkout.type(checkout.words.contact, 'thief@example.com');
        await checkout.press(words.lookupSubmit);
        await checkout.text(words.lookupNotFound).waitFor();
        await isAccessible();
        expect(await checkout.field(words.lookupOrder).inputValue()).toBe(purchase.orderId);
        await checkout.type(checkout.words.contact, CONTACT.toUpperCase());
        await checkout.field(checkout.words.contact).press('Enter');
        expect(await checkout.readCards()).toEqual([purchase.card]);
        await isAccessible();
      },
    );
  });

  it('of an order that is not paid says where it can be paid', async () => {
    const purchase = await orderSomething(demo, { price: 990, contact: CONTACT });
    const page = await (await visitor()).tab();
    const checkout = useCheckout(page);
    const words = OTHER_PAGES.en;
    await page.goto('/lookup?mode=test&lang=en');
    await checkout.type(words.lookupMerchant, purchase.merchantId);
    await checkout.type(words.lookupOrder, purchase.orderId);
    await checkout.type(checkout.words.contact, CONTACT);
    await checkout.press(words.lookupSubmit);
    await checkout.text(checkout.words.lookupPayElsewhere).waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
  });
});
