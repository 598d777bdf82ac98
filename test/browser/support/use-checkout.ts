import type { Page } from 'playwright-core';
import { methodInText, methodName } from '#functions/pages/checkout/view/page.ts';
import { DICTIONARIES } from '#functions/pages/checkout/words/dictionaries.ts';
import { STATE_ID } from '#functions/pages/element-ids.ts';
import type { Language } from '#functions/pages/language.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';

/** A name that begins so: hints may follow. */
const beginning = (text: string): RegExp =>
  new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);

/** Whether the page's script starts this payment without a tap; a page without scripts never does. */
const startsByItself = async (page: Page, id: PaymentMethod): Promise<boolean> => {
  const state = JSON.parse((await page.locator(`#${STATE_ID}`).textContent()) ?? '{}');
  // In a browser without scripts the contents of <noscript> are elements.
  const hasScripts = (await page.locator('noscript > *').count()) === 0;
  return hasScripts && !state.chosen && !state.view?.attempt && state.view?.leading_method === id;
};

/** What a buyer does on the checkout page, found as people find it: by what things are and what they are called. */
export const useCheckout = (page: Page, language: Language = 'en') => {
  const words = DICTIONARIES[language];
  const heading = (name: string) => page.getByRole('heading', { name, exact: true });
  const field = (name: string) => page.getByRole('textbox', { name: beginning(name) });
  const named = (text: string) => {
    const name = beginning(text);
    return page.getByRole('button', { name }).or(page.getByRole('link', { name }));
  };
  const method = (id: PaymentMethod) => named(methodName(id, language));
  const atProvider = () => page.getByRole('button', { name: '确认支付' });
  return {
    words,
    heading,
    method,
    /** Every way to pay that is listed, with what is said of it, in order. */
    ways: () =>
      page.getByRole('region', { name: words.chooseTitle }).getByRole('listitem').allTextContents(),
    /** Shown while a payment of that method is open. */
    payTitle: (id: PaymentMethod) => heading(words.payTitle(methodInText(id, language))),
    text: (text: string) => page.getByText(text),
    exactText: (text: string) => page.getByText(text, { exact: true }),
    open: (path: string) => page.goto(`${path}?lang=${language}`),
    /**
     * Starts a payment, with a tap unless the page does it by itself, which takes nobody anywhere: then the tap comes
     * afterwards where there is somewhere to go.
     */
    choose: async (id: PaymentMethod): Promise<void> => {
      if (!(await startsByItself(page, id))) return method(id).click();
      await heading(words.payTitle(methodInText(id, language))).waitFor();
      const goOn = named(words.goOn(methodInText(id, language)));
      if (await goOn.isVisible()) await goOn.click();
    },
    /** Sends what the method asked for, or goes on to its provider. */
    goOn: (id: PaymentMethod) =>
      page
        .getByRole('button', { name: words.goOn(methodInText(id, language)), exact: true })
        .click(),
    press: (name: string) => page.getByRole('button', { name, exact: true }).click(),
    field,
    type: (name: string, text: string) => field(name).fill(text),
    chooseBank: (code: string) => page.getByRole('combobox').selectOption(code),
    lookNow: () => page.getByRole('link', { name: words.checkNow }).click(),
    qr: () => page.getByRole('img', { name: words.qrLabel }),
    /** On the simulated provider's own page. */
    atProvider,
    payAtProvider: () => atProvider().click(),
    /** Waits until the page hands over what was bought, and reads it. */
    readCards: async (): Promise<string[]> => {
      await heading(words.deliveredTitle).waitFor();
      return page
        .getByRole('region', { name: words.deliveredTitle })
        .locator('code')
        .allTextContents();
    },
  };
};
export type Checkout = ReturnType<typeof useCheckout>;
