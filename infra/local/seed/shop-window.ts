import { createOrder } from '#shared/contract/api/orders.ts';
import { ApiError } from '#shared/contract/client/api-error.ts';
import { createClient } from '#shared/contract/client/client.ts';
import { type Listener, openListener } from '../http/open-listener.ts';
import { problemPage, shopWindowPage } from './shop-window-page.ts';
import type { Showcase } from './showcase.ts';

const BUY = '/buy/';

interface ShopWindow {
  readonly baseUrl: string;
  readonly showcase: Omit<Showcase, 'url'>;
}

/**
 * The showcase as a page: each channel with a button that orders its product and leads to the checkout. Programs find the
 * same in `demo.json`.
 */
export const openShopWindow = async (
  port: number,
  { baseUrl, showcase }: ShopWindow,
): Promise<Listener> => {
  const client = createClient({ baseUrl, apiKey: showcase.apiKey });
  const listener = await openListener(port, 'the showcase');

  /** @returns where the buyer goes; undefined: there is no such channel */
  const order = async (name: string): Promise<string | undefined> => {
    const channel = showcase.channels.find((each) => each.name === name);
    if (!channel) return undefined;
    const { checkout_url } = await client.call(createOrder, {
      body: { product: channel.productId },
    });
    return checkout_url;
  };

  const answer = async (method: string, path: string): Promise<Answer> => {
    if (path === '/') return page(200, shopWindowPage(showcase.channels));
    if (method !== 'POST' || !path.startsWith(BUY))
      return page(404, problemPage('There is nothing here.'));
    try {
      const location = await order(path.slice(BUY.length));
      return location === undefined
        ? page(404, problemPage('There is no such channel.'))
        : { status: 303, headers: { location }, body: '' };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return page(502, problemPage(error.message));
    }
  };

  listener.answerWith((request, response) => {
    const { pathname } = new URL(request.url ?? '/', baseUrl);
    answer(request.method ?? 'GET', pathname).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      () => response.writeHead(500).end(),
    );
  });
  return listener;
};

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const page = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body,
});
