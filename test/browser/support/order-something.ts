import type { Demo } from '#infra/local/seed/demo-file.ts';
import { createProduct, importCards } from '#shared/contract/api/delivery.ts';
import { createOrder } from '#shared/contract/api/orders.ts';
import { createClient } from '#shared/contract/client/client.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import type { Exhibit } from '#test/journeys/support/simulated-buyer.ts';

/** A way to pay that no gateway of the demo shop has. */
export const SANDBOX_METHOD = 'paypal' satisfies PaymentMethod;
export const SANDBOX = {
  provider: 'sandbox',
  label: 'Sandbox',
  currency: 'CNY',
  methods: [SANDBOX_METHOD] as PaymentMethod[],
  config: { account: 'browser' },
  credentials: { key: 'the browser tests sign with this' },
} as const;

/** An order that somebody can pay in a browser. */
export interface Purchase {
  readonly orderId: string;
  readonly merchantId: string;
  /** The checkout page's path. */
  readonly path: string;
  readonly token: string;
  /** What the buyer gets. */
  readonly card: string;
}

interface Wish {
  /** In fen; the last two digits tell the sandbox what to do. */
  readonly price: number;
  readonly contact?: string;
  readonly returnUrl?: string;
  readonly expiresInSeconds?: number;
}

const tokenOf = (checkoutUrl: string): string =>
  checkoutUrl.slice(checkoutUrl.lastIndexOf('/') + 1);

/** Orders from the demo shop: its gateways take Alipay, WeChat, QQ and UnionPay, the sandbox PayPal. */
export const orderSomething = async (demo: Demo, wish: Wish): Promise<Purchase> => {
  const merchant = createClient(demo);
  const { id: product } = await merchant.call(createProduct, {
    body: { name: 'Game card, 30 days', price_amount: wish.price, currency: 'CNY' },
  });
  const card = `CARD-${crypto.randomUUID()}`;
  await merchant.call(importCards, { params: { productId: product }, body: { cards: [card] } });
  const { id, checkout_url } = await merchant.call(createOrder, {
    body: {
      product,
      contact: wish.contact,
      return_url: wish.returnUrl,
      expires_in_seconds: wish.expiresInSeconds,
    },
  });
  const token = tokenOf(checkout_url);
  const { merchantId } = demo;
  return { orderId: id, merchantId, token, path: `/checkout/${token}`, card };
};

/** Orders what can be paid through one provider only. */
export const orderExhibit = async (
  { baseUrl, showcase }: Demo,
  name: string,
): Promise<Purchase & { readonly exhibit: Exhibit }> => {
  const exhibit = showcase.channels.find((channel) => channel.name === name);
  if (!exhibit) throw new Error(`the showcase has no channel ${name}`);
  const merchant = createClient({ baseUrl, apiKey: showcase.apiKey });
  const { id, checkout_url } = await merchant.call(createOrder, {
    body: { product: exhibit.productId },
  });
  const token = tokenOf(checkout_url);
  const { merchantId } = showcase;
  const card = `${name}-first-`.toUpperCase();
  return { orderId: id, merchantId, token, path: `/checkout/${token}`, card, exhibit };
};
