import { describe, expect, it } from 'vitest';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { orderExhibit, orderSomething, SANDBOX_METHOD } from './support/order-something.ts';
import {
  controlPayment,
  openAttempt,
  sendMoney,
  sentCode,
  stateOf,
} from './support/simulated-provider.ts';
import { useCheckout } from './support/use-checkout.ts';

describeInBrowser('a whole purchase', ({ demo, visitor }) => {
  describe.each([
    { scripts: 'with JavaScript', javaScriptEnabled: true },
    { scripts: 'without JavaScript', javaScriptEnabled: false },
  ])('$scripts', ({ javaScriptEnabled }) => {
    const begin = async (name: string) => {
      const { exhibit, ...purchase } = await orderExhibit(demo, name);
      const page = await (await visitor({ javaScriptEnabled })).tab();
      const checkout = useCheckout(page);
      await checkout.open(purchase.path);
      return { checkout, purchase: { ...purchase, simulatorUrl: exhibit.simulatorUrl ?? '' } };
    };

    it('by a redirect: to the provider, and back to the cards', async () => {
      const { checkout, purchase } = await begin('paypal');
      await checkout.choose('paypal');
      await checkout.payAtProvider();
      expect(await checkout.readCards()).toEqual([expect.stringContaining(purchase.card)]);
    });

    it('by a QR code: the page sees that the phone has paid', async () => {
      const { checkout, purchase } = await begin('wechatpay');
      await checkout.choose('wechat_pay');
      await checkout.qr().waitFor();
      await controlPayment(demo, purchase, 'pay');
      expect(await checkout.readCards()).toEqual([expect.stringContaining(purchase.card)]);
    });

    it("by a form to a bank's gateway, after the choice of a bank", async () => {
      const { checkout, purchase } = await begin('unionpay');
      await checkout.choose('bank_gateway');
      await checkout.chooseBank('ICBC');
      await checkout.goOn('bank_gateway');
      // Only a script can send a form by itself.
      if (!javaScriptEnabled) await checkout.goOn('bank_gateway');
      await checkout.payAtProvider();
      expect(await checkout.readCards()).toEqual([expect.stringContaining(purchase.card)]);
    });

    it('by an address: the exact amount is asked for, and seen on the ledger', async () => {
      const { checkout, purchase } = await begin('usdt');
      await checkout.choose('usdt_trc20');
      await checkout.qr().waitFor();
      const { next_action } = await openAttempt(demo, purchase);
      if (next_action?.kind !== 'address') throw new Error('no address is shown');
      const { network, address, amount } = next_action;
      await checkout.text(checkout.words.sendExactly(network)).waitFor();
      await checkout.text(address).waitFor();
      await checkout.exactText(amount).waitFor();
      await sendMoney(purchase.simulatorUrl, { network, to: address, amount });
      // Otherwise a ledger is looked at four times a minute.
      await checkout.lookNow();
      expect(await checkout.readCards()).toEqual([expect.stringContaining(purchase.card)]);
    });

    it('by a phone bill: the number, a wrong code, the right one', async () => {
      const { checkout, purchase } = await begin('camara');
      await checkout.choose('carrier_billing');
      await checkout.type(checkout.words.phone, '+34 671 999 000');
      await checkout.goOn('carrier_billing');
      await checkout.type(checkout.words.code, '0001');
      await checkout.press(checkout.words.confirmCode);
      await checkout.text(FAILURES.authentication_failed.buyer.en).waitFor();
      await checkout.type(checkout.words.code, await sentCode(demo, purchase));
      await checkout.press(checkout.words.confirmCode);
      expect(await checkout.readCards()).toEqual([expect.stringContaining(purchase.card)]);
    });

    it('that is charged only when the buyer comes back, is', async () => {
      const purchase = await orderSomething(demo, { price: 941 });
      const page = await (await visitor({ javaScriptEnabled })).tab();
      const checkout = useCheckout(page, 'zh');
      await checkout.open(purchase.path);
      await checkout.choose(SANDBOX_METHOD);
      expect(await checkout.readCards()).toEqual([purchase.card]);
      expect((await stateOf(demo, purchase)).state).toBe('delivered');
    });
  });
});
