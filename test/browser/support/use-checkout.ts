import type { Page } from 'playwright-core';
import { methodName } from '#functions/pages/checkout/view/page.ts';
import { DICTIONARIES } from '#functions/pages/checkout/words/dictionaries.ts';
import type { Language } from '#functions/pages/language.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';

/** A name that begins so: hints may follow. */
const beginning = (text: string): RegExp =>
  new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);

/** What a buyer does on the checkout page, found as people find it: by what things are and what they are called. */
export const useCheckout = (page: Page, language: Language = 'en') => {
  const words = DICTIONARIES[language];
  const heading = (name: string) => page.getByRole('heading', { name, exact: true });
  const field = (name: string) => page.getByRole('textbox', { name: beginning(name) });
  const method = (id: PaymentMethod) => {
    const name = beginning(methodName(id, language));
    return page.getByRole('button', { name }).or(page.getByRole('link', { name }));
  };
  const atProvider = () => page.getByRole('button', { name: '确认支付' });
  return {
    words,
    heading,
    method,
    text: (text: string) => page.getByText(text),
    exactText: (text: string) => page.getByText(text, { exact: true }),
    open: (path: string) => page.goto(`${path}?lang=${language}`),
    /** Taps a way to pay. */
    choose: async (id: PaymentMethod): Promise<void> => {
      await method(id).click();
    },
    /** Sends what the method asked for, or goes on to its provider. */
    goOn: (id: PaymentMethod) =>
      page.getByRole('button', { name: words.goOn(methodName(id, language)), exact: true }).click(),
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
