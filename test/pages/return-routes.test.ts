import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { returnRoutes } from '#functions/pages/checkout/return-routes.ts';
import type { ProviderRequest } from '#shared/application/ports/provider-http.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anApi } from '#test/support/http-call.ts';
import { aTill, type Till } from '../application/support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
const REQUEST = { buyerIp: '203.0.113.7', returnUrl: 'https://pay.example/checkout/tok/return' };

let till: Till;
let token: string;
let browser: ReturnType<typeof anApi>;
beforeEach(async () => {
  till = aTill(dynamo);
  const { order, ...rest } = await till.checkout(await till.sells({ cards: 1 }));
  token = rest.token;
  await till.attempt(order, { request: REQUEST });
  till.provider.setProceed({ kind: 'unknown', detail: 'time-out' });
  till.setNow(later(10));
  browser = anApi(returnRoutes(till.deps));
});

const page = (lang = 'en') => `/checkout/${token}?lang=${lang}`;

describe.each(['GET', 'POST'])('a return by %s', (method) => {
  it('to the order’s own address gives the adapter what the browser brought, and goes to the page', async () => {
    const reply = await browser({
      method,
      path: `/checkout/${token}/return`,
      query: 'lang=zh&out_trade_no=1&sign=a%2Bb',
      headers: FORM,
      ...(method === 'POST' ? { body: 'respCode=00&txt=%E4%B8%AD' } : {}),
    });
    expect([reply.status, reply.headers.location]).toEqual([303, page('zh')]);
    expect(reply.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    expect(till.provider.askedToProceed.map(({ step }) => step)).toEqual([
      {
        kind: 'returned',
        query: { out_trade_no: '1', sign: 'a+b' },
        form: method === 'POST' ? { respCode: '00', txt: '中' } : {},
      },
    ]);
  });

  it('to the address of all orders finds the order by its state', async () => {
    const reply = await browser({
      method,
      path: '/checkout/return',
      query: `state=${token}&code=1`,
      headers: { ...FORM, 'accept-language': 'zh-CN' },
    });
    expect([reply.status, reply.headers.location]).toEqual([303, page('zh')]);
    expect(till.provider.askedToProceed).toMatchObject([
      { step: { query: { state: token, code: '1' } } },
    ]);
  });

  it('to the address of all orders without a state leads nowhere', async () => {
    const reply = await browser({ method, path: '/checkout/return', headers: FORM });
    expect(reply.status).toBe(404);
    expect(reply.headers['content-type']).toContain('text/html');
  });

  it('with a link that opens nothing goes to the page, which says so', async () => {
    for (const wrong of ['x', '%3Cscript%3E', `${token}x`, '%2e%2e%2f%2fevil.example']) {
      const reply = await browser({ method, path: `/checkout/${wrong}/return`, headers: FORM });
      expect(reply.status).toBe(303);
      expect(reply.headers.location).toMatch(/^\/checkout\/[^/?#]+\?lang=en$/);
    }
    expect(till.warnings).toEqual([]);
  });

  it('goes to the page also when something breaks, and the log does not name the token', async () => {
    till.provider.setProceed(async () => {
      throw new Error('the adapter is broken');
    });
    const lines: unknown[] = [];
    const log = {
      ...till.deps.log,
      error: (...line: unknown[]) => void lines.push(inspect(line, { depth: 9 })),
    };
    browser = anApi(returnRoutes({ ...till.deps, log }));
    const reply = await browser({ method, path: `/checkout/${token}/return`, headers: FORM });
    expect([reply.status, reply.headers.location]).toEqual([303, page()]);
    expect(lines).toEqual([expect.stringContaining('the adapter is broken')]);
    expect(lines.join()).not.toContain(token);
  });
});

describe('a return', () => {
  it.each(['multipart/form-data; boundary=x', 'text/plain', 'application/x-www-form-urlencoded'])(
    'whose body is %s and no form goes to the page',
    async (type) => {
      const reply = await browser({
        method: 'POST',
        path: `/checkout/${token}/return`,
        headers: { 'content-type': type },
        body: '--x\r\n\u0000%%%',
      });
      expect([reply.status, reply.headers.location]).toEqual([303, page()]);
    },
  );

  it('gives the provider less time than other calls', async () => {
    const asked: ProviderRequest[] = [];
    const { provider } = till;
    const port = await provider.registry.load('fake');
    if (!port) throw new Error('no port');
    port.proceed = async ({ http }) => {
      await http.request({ method: 'GET', url: 'https://p.example', timeoutMillis: 30_000 });
      await http.request({ method: 'GET', url: 'https://p.example', timeoutMillis: 1_000 });
      await http.request({ method: 'GET', url: 'https://p.example' });
      return { kind: 'unknown', detail: '' };
    };
    const http = {
      request: async (request: ProviderRequest) => {
        asked.push(request);
        return { kind: 'no_answer', detail: '' } as const;
      },
    };
    browser = anApi(returnRoutes({ ...till.deps, http }));
    await browser({ method: 'GET', path: `/checkout/${token}/return` });
    expect(asked.map(({ timeoutMillis }) => timeoutMillis)).toEqual([5_000, 1_000, 5_000]);
  });
});
