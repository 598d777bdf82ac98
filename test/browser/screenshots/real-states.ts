import type { Page } from 'playwright-core';
import type { Language } from '#functions/pages/language.ts';
import type { Demo } from '#infra/local/seed/demo-file.ts';
import { orderExhibit, orderSomething, type Purchase } from '../support/order-something.ts';
import { controlPayment } from '../support/simulated-provider.ts';
import { useCheckout } from '../support/use-checkout.ts';

/** Orders of a running stack that were brought into a state, and how a page comes to show it. */
export interface RealState {
  readonly name: string;
  readonly show: (page: Page, language: Language) => Promise<void>;
}

/** What most buyers see, from the first look to the cards, on a real stack. */
export const realStates = async (demo: Demo, page: Page): Promise<RealState[]> => {
  const waiting = await orderSomething(demo, { price: 990, expiresInSeconds: 3_600 });
  const scanned = await orderExhibit(demo, 'wechatpay');
  const paid = await orderExhibit(demo, 'wechatpay-3');
  await startPayment(page, scanned);
  await startPayment(page, paid);
  await controlPayment(demo, { ...paid, simulatorUrl: paid.exhibit.simulatorUrl ?? '' }, 'pay');
  await useCheckout(page).readCards();
  const at = (
    name: string,
    { path }: Purchase,
    wait: (checkout: Checkout) => Promise<unknown>,
  ) => ({
    name,
    show: async (shown: Page, language: Language) => {
      const checkout = useCheckout(shown, language);
      await checkout.open(path);
      await wait(checkout);
    },
  });
  return [
    at('real-choose', waiting, (checkout) => checkout.method('alipay').waitFor()),
    at('real-qr', scanned, (checkout) => checkout.qr().waitFor()),
    at('real-delivered', paid, (checkout) => checkout.readCards()),
  ];
};

type Checkout = ReturnType<typeof useCheckout>;

const startPayment = async (page: Page, { path }: Purchase): Promise<void> => {
  const checkout = useCheckout(page);
  await checkout.open(path);
  await checkout.choose('wechat_pay');
  await checkout.qr().waitFor();
};
