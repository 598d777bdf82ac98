import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelObject } from '#shared/contract/api/channels.ts';
import {
  epayAccount,
  type RoutingApi,
  startRoutingApi,
} from '#test/functions/routing/routing-api.ts';
import { startHttpServer } from '#test/support/http-server.ts';
import { anEpayTill, CALLBACKS_BASE_URL } from './support/an-epay-till.ts';
import { tablesInMemory } from './support/tables-in-memory.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing.stop());

describe('T14: a setting that cannot work is refused when it is saved, and nobody types the callback address', () => {
  const { config } = epayAccount();
  const wrong: [string, Record<string, unknown>, string][] = [
    ['a gateway without its scheme', { gatewayUrl: 'pay.example.com' }, 'config.gatewayUrl'],
    ['a path in place of an address', { gatewayUrl: '/pay/epusdt' }, 'config.gatewayUrl'],
    [
      'an address of a page with a query',
      { gatewayUrl: 'https://pay.example.com/?s=1' },
      'config.gatewayUrl',
    ],
    ['plain http', { gatewayUrl: 'http://pay.example.com/' }, 'config.gatewayUrl'],
    ['a merchant number with a space in it', { pid: '10 01' }, 'config.pid'],
    [
      'a callback address of one’s own',
      { notifyUrl: 'https://shop.example.com/notify' },
      'config.notifyUrl',
    ],
  ];

  it.each(wrong)('%s', async (_name, changes, param) => {
    const reply = await routing.call(
      routing.newKey(),
      'POST /v1/channels',
      epayAccount({ config: { ...config, ...changes } }),
    );
    expect(reply).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_channel_config', param } },
    });
  });

  it('a blank key', async () => {
    const reply = await routing.call(
      routing.newKey(),
      'POST /v1/channels',
      epayAccount({ credentials: { key: '  ' } }),
    );
    expect(reply.body).toMatchObject({ error: { param: 'credentials.key' } });
  });

  it('the account can be tried before a buyer does, and says where it is called back', async () => {
    const gateway = await startHttpServer((response) =>
      response.end(JSON.stringify({ code: -1, msg: '订单号不存在' })),
    );
    const key = routing.newKey();
    const created = await routing.call(
      key,
      'POST /v1/channels',
      epayAccount({ config: { ...config, gatewayUrl: gateway.url } }),
    );
    const { id, notify_url } = channelObject.parse(created.body);
    expect(notify_url).toBe(`${CALLBACKS_BASE_URL}/callbacks/epay/${id}`);
    const tried = await routing.call(key, `POST /v1/channels/${id}/test`);
    await gateway.stop();
    expect(tried.body).toMatchObject({ verdict: 'works' });
  });

  it.each(['https://pay.example.com/epay', 'https://pay.example.com/epay/'])(
    'with the gateway spelt %s, what is sent to it names an address at which its callback is taken',
    async (gatewayUrl) => {
      const till = anEpayTill(tablesInMemory());
      const product = await till.sells({ cards: 1 });
      till.opens(product.tenant, {}, { config: { gatewayUrl } });
      const { order, attempt } = await till.buys(product);
      if (attempt.nextAction?.kind !== 'redirect') throw new Error('there is no link');
      const link = new URL(attempt.nextAction.url);
      expect(link.pathname).toBe('/epay/submit.php');
      const { pathname } = new URL(link.searchParams.get('notify_url') ?? '');
      const [, callbacks, provider, channelId = ''] = pathname.split('/');
      expect([callbacks, provider]).toEqual(['callbacks', 'epay']);
      expect((await till.notify(channelId, till.report(attempt))).body).toBe('success');
      await till.settled();
      expect((await till.load(order)).order.state).toBe('delivered');
    },
  );
});
