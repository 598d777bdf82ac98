import type { BrowserContextOptions } from 'playwright-core';
import { expect, it } from 'vitest';
import { methodInText } from '#functions/pages/checkout/view/page.ts';
import { UNAVAILABLE_REASONS } from '#shared/domain/checkout/unavailable-reasons.ts';
import { accentShades } from '#shared/domain/merchants/accent-shades.ts';
import { checkAccessibility } from './support/check-accessibility.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { openShop } from './support/open-shop.ts';
import { orderSomething, SANDBOX_METHOD } from './support/order-something.ts';
import { stateOf } from './support/simulated-provider.ts';
import { useCheckout } from './support/use-checkout.ts';

/** The sandbox shows a QR code for it; it sends a form for the other. */
const SHOWS_QR = 943;
const SENDS_FORM = 944;
/** A PNG of one pixel. */
const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const SETTINGS = {
  display_name: '灯笼 Games <&>',
  logo_url: LOGO,
  // Too light to write with on white, and it shows on black.
  accent: '#ffcc00',
  terms_url: 'https://shop.example/terms?lang=en&v=2',
  support_url: 'https://shop.example/help',
  support_email: 'help@shop.example',
};

/** As a browser tells a colour. */
const rgbOf = (hex: string): string => {
  const number = Number.parseInt(hex.slice(1), 16);
  return `rgb(${number >> 16}, ${(number >> 8) & 255}, ${number & 255})`;
};

describeInBrowser('the shop’s look', ({ demo, visitor }) => {
  const visit = async (shop: typeof demo, price: number, options: BrowserContextOptions = {}) => {
    const purchase = await orderSomething(shop, { price });
    const page = await (await visitor(options)).tab();
    const checkout = useCheckout(page);
    await checkout.open(purchase.path);
    return { page, checkout, purchase };
  };

  it.each([true, false])(
    'is its name, its logo and its links (scripts on: %s)',
    async (javaScriptEnabled) => {
      const shop = await openShop(demo, {
        sandbox: [SANDBOX_METHOD],
        settings: { ...SETTINGS, starts_by_itself: false },
      });
      const { page, checkout } = await visit(shop, SENDS_FORM, { javaScriptEnabled });
      await checkout.exactText(SETTINGS.display_name).waitFor();
      await checkout.text(checkout.words.testMode).waitFor();
      // It stands beside the name and says nothing of its own.
      const drawn = await page.locator('img').evaluate((image) => {
        const { complete, naturalWidth, alt } = image as HTMLImageElement;
        return { complete, naturalWidth, alt };
      });
      expect(drawn).toEqual({ complete: true, naturalWidth: 1, alt: '' });
      const linkTo = (name: string) => page.getByRole('link', { name, exact: true });
      for (const [name, url] of [
        [checkout.words.terms, SETTINGS.terms_url],
        [checkout.words.support, SETTINGS.support_url],
        [SETTINGS.support_email, `mailto:${SETTINGS.support_email}`],
      ] as const)
        expect(await linkTo(name).getAttribute('href')).toBe(url);
      if (javaScriptEnabled) expect(await checkAccessibility(page)).toEqual([]);
    },
  );

  it('has the accent on links and on buttons with readable text, however light it is', async () => {
    const shop = await openShop(demo, { sandbox: [SANDBOX_METHOD], settings: SETTINGS });
    const shades = accentShades(SETTINGS.accent);
    expect(shades.dark.accent).toBe(SETTINGS.accent);
    expect(shades.light.accent).not.toBe(SETTINGS.accent);
    // It starts by itself, and takes nobody anywhere.
    const { page, checkout } = await visit(shop, SENDS_FORM);
    const goOn = checkout.words.goOn(methodInText(SANDBOX_METHOD, 'en'));
    const button = page.getByRole('button', { name: goOn });
    const link = page.getByRole('link', { name: checkout.words.terms });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { accent, onAccent } = shades[colorScheme];
      const colours = await button.evaluate((element) => {
        const { backgroundColor, color } = getComputedStyle(element);
        return { backgroundColor, color };
      });
      expect(colours).toEqual({ backgroundColor: rgbOf(accent), color: rgbOf(onAccent) });
      expect(await link.evaluate((element) => getComputedStyle(element).color)).toBe(rgbOf(accent));
    }
    expect(await checkAccessibility(page)).toEqual([]);
  });

  it('shows ways to pay that do not work here with the reason, where the shop wants it', async () => {
    const shop = await openShop(demo, {
      sandbox: [SANDBOX_METHOD, 'apple_pay'],
      settings: { unavailable_methods: 'explain', starts_by_itself: false },
    });
    const { page, checkout } = await visit(shop, SHOWS_QR);
    const why = UNAVAILABLE_REASONS.needs_apple_device.en;
    const [offered, not, ...others] = await checkout.ways();
    expect(offered).not.toContain(why);
    expect(not).toContain(why);
    expect(others).toEqual([]);
    expect(await checkout.method('apple_pay').count()).toBe(0);
    expect(await checkAccessibility(page)).toEqual([]);
  });

  it.each([
    { when: 'that wants no payment without a tap', settings: { starts_by_itself: false } },
    { when: 'that still asks for a contact', settings: { contact: 'optional' as const } },
  ])('of a shop $when: nothing starts by itself, and a tap does', async ({ settings }) => {
    const shop = await openShop(demo, { sandbox: [SANDBOX_METHOD], settings });
    const { page, checkout, purchase } = await visit(shop, SHOWS_QR);
    await page.waitForLoadState('networkidle');
    const { leading_method, attempt } = await stateOf(demo, purchase);
    expect({ leading_method, attempt }).toEqual({ leading_method: SANDBOX_METHOD, attempt: null });
    await checkout.method(SANDBOX_METHOD).click();
    await checkout.qr().waitFor();
  });
});
