import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, startHttpServer, type TestServer } from '../../support/http-server.ts';
import { addChannel, epayAccount, type RoutingApi, startRoutingApi } from './routing-api.ts';

const SECRET = 'merchant-key-of-the-tests';

let routing: RoutingApi;
let gateway: TestServer | undefined;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
});
afterAll(() => routing?.stop());

const testAgainst = async (gatewayUrl: string, overrides: Record<string, unknown> = {}) => {
  const key = routing.newKey();
  const config = { ...epayAccount().config, gatewayUrl };
  const id = await addChannel(routing, key, { ...overrides, config });
  return routing.call(key, `POST /v1/channels/${id}/test`);
};

const testWith = async (answer: Answer) => {
  gateway = await startHttpServer(answer);
  return testAgainst(gateway.url);
};

const json =
  (body: unknown): Answer =>
  (response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  };

describe('POST /v1/channels/:channelId/test', () => {
  test('works: the gateway does not know the order, so it knew the account and the key', async () => {
    const reply = await testWith(json({ code: -1, msg: '订单号不存在' }));
    expect(reply).toMatchObject({
      status: 200,
      body: {
        object: 'channel_test',
        provider: 'epay',
        account: '1001',
        verdict: 'works',
        en: expect.stringContaining('accepted the account'),
        zh: expect.stringContaining('有效'),
        http_status: 200,
      },
    });
    expect(gateway?.received).toHaveLength(1);
    expect(gateway?.received[0]?.path).toMatch(/act=order/);
  });

  test('credentials_refused: the gateway names the key, and its words are passed on', async () => {
    const reply = await testWith(json({ code: -3, msg: '商户密钥错误' }));
    expect(reply.body).toMatchObject({
      verdict: 'credentials_refused',
      provider_detail: '商户密钥错误',
    });
  });

  test('a gateway that repeats our request gives no secret away', async () => {
    const reply = await testWith((response, { path }, raw) =>
      json({ code: -3, msg: `KEY校验失败: ${path}` })(response, { path } as never, raw),
    );
    expect(reply.body).toMatchObject({ verdict: 'credentials_refused' });
    expect(reply.text).toContain('•••');
    expect(reply.text).not.toContain(SECRET);
  });

  test("clock_off: the gateway's clock is ten minutes ahead and it refuses the call", async () => {
    const reply = await testWith((response, request, raw) => {
      response.setHeader('date', new Date(Date.now() + 600_000).toUTCString());
      json({ code: -3, msg: '时间戳校验失败' })(response, request, raw);
    });
    expect(reply.body).toMatchObject({ verdict: 'clock_off' });
    const { clock_skew_seconds: skew } = reply.body as { clock_skew_seconds: number };
    expect(skew).toBeGreaterThan(590);
    expect(skew).toBeLessThan(610);
  });

  test('unexpected_answer: something else lives at that address', async () => {
    const reply = await testWith((response) => response.end('<html>Welcome to nginx!</html>'));
    expect(reply.body).toMatchObject({ verdict: 'unexpected_answer', http_status: 200 });
  });

  test('unreachable: nobody listens there', async () => {
    const socket = createServer().listen(0, '127.0.0.1');
    await once(socket, 'listening');
    const address = socket.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    socket.close();
    await once(socket, 'close');
    const reply = await testAgainst(`http://127.0.0.1:${port}`);
    expect(reply.body).toMatchObject({ verdict: 'unreachable', http_status: null });
  });

  test('no_answer: the gateway hangs up without a word', async () => {
    const reply = await testWith((_response, _request, raw) => raw.socket.destroy());
    expect(reply.body).toMatchObject({ verdict: 'no_answer' });
  });

  test('a frozen account can be tested before it is enabled', async () => {
    gateway = await startHttpServer(json({ code: -1, msg: '订单号不存在' }));
    const reply = await testAgainst(gateway.url, { status: 'frozen' });
    expect(reply.body).toMatchObject({ verdict: 'works' });
  });

  test("404: another merchant's account is not tested, and its gateway not called", async () => {
    gateway = await startHttpServer(json({ code: -1, msg: '订单号不存在' }));
    const config = { ...epayAccount().config, gatewayUrl: gateway.url };
    const id = await addChannel(routing, routing.newKey(), { config });
    const reply = await routing.call(routing.newKey(), `POST /v1/channels/${id}/test`);
    expect(reply.status).toBe(404);
    expect(gateway.received).toHaveLength(0);
  });
});
