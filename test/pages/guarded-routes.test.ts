import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAttempt } from '#functions/checkout/create-attempt.ts';
import { enterCode, resendCode } from '#functions/checkout/enter-code.ts';
import { lookupOrder } from '#functions/checkout/lookup-order.ts';
import { readCheckout } from '#functions/checkout/read-checkout.ts';
import { downloadCards } from '#functions/pages/checkout/download-cards.ts';
import { payCheckout } from '#functions/pages/checkout/pay-checkout.ts';
import { reopenPage } from '#functions/pages/checkout/reopen-page.ts';
import { returnRoutes } from '#functions/pages/checkout/return-routes.ts';
import { showCheckout } from '#functions/pages/checkout/show-checkout.ts';
import { showLookup } from '#functions/pages/checkout/show-lookup.ts';
import { submitCode } from '#functions/pages/checkout/submit-code.ts';
import { submitLookup } from '#functions/pages/checkout/submit-lookup.ts';
import { OTHER_PAGES } from '#functions/pages/checkout/words/other-pages.ts';
import { dynamoRateLimiter } from '#shared/adapters/dynamodb/rate-limiter.ts';
import { EVERY_ROUTE } from '#shared/contract/api/every-route.ts';
import type { RouteContract } from '#shared/contract/api/route.ts';
import { ATTEMPTS_OF_ORDER, RATE_LIMITS } from '#shared/domain/checkout/rate-limits.ts';
import { attemptIdOf } from '#shared/domain/identity/ids.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import type { HttpReply } from '#test/support/http-call.ts';
import { NO_STOPWATCH } from '#test/support/no-stopwatch.ts';
import { aCodePayment } from '../application/support/a-code-payment.ts';
import { aBrowser } from './a-browser.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

let given: Awaited<ReturnType<typeof aCodePayment>>;
let browser: ReturnType<typeof aBrowser>;
let path: string;
beforeEach(async () => {
  given = await aCodePayment(dynamo);
  path = `/checkout/${given.token}`;
  const deps = {
    ...given.deps,
    stopwatch: NO_STOPWATCH,
    limiter: dynamoRateLimiter({
      documents: dynamo.documents,
      tableName: dynamo.tables.idempotency,
      // Each test counts from the beginning.
      secret: given.token,
    }),
  };
  browser = aBrowser([
    showCheckout(deps),
    payCheckout(deps),
    downloadCards(deps),
    ...reopenPage(),
    submitCode(deps),
    ...returnRoutes(deps),
    showLookup(deps),
    submitLookup(deps),
    readCheckout(deps),
    createAttempt(deps),
    enterCode(deps),
    resendCode(deps),
    lookupOrder(deps),
  ]);
});

const { zh, en } = OTHER_PAGES;
const ATTACK = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };

/** Nobody's: the same for everyone, and stored by whoever likes. */
const PUBLIC = ['readOpenapi', 'showDocs', 'readHealth', 'readDomainFile'];
const BUYERS_ROUTES = EVERY_ROUTE.filter(
  ({ stage, operationId }) =>
    (stage === 'pages' || stage === 'checkout') && !PUBLIC.includes(operationId),
);
const named = (routes: readonly RouteContract[]) =>
  routes.map((route) => [route.operationId, route] as const);

const JSON_BODIES: Readonly<Record<string, unknown>> = {
  createAttempt: { method: 'alipay' },
  enterCode: { code: '493027' },
  resendCode: {},
};
const FIELDS: Readonly<Record<string, Record<string, string>>> = {
  payCheckout: { method: 'alipay' },
  returnByForm: { state: 'paid' },
  sharedReturnByForm: { state: 'paid' },
};

/** Calls a route for an order as its page does. */
const use = (
  { operationId, method, path: pattern, textBodies }: RouteContract,
  { token = given.token, headers = {} }: { token?: string; headers?: Record<string, string> } = {},
): Promise<HttpReply> => {
  const { order, attempt } = given;
  const address = pattern.replace(':token', token).replace(':attemptId', attempt.id);
  const query = operationId.startsWith('shared') ? `state=${token}` : '';
  if (method === 'GET') return browser.send({ method, path: address, query, headers });
  const { merchantId: merchant, mode } = order.tenant;
  const lookup = { merchant, order: order.id, contact: order.contact ?? '' };
  if (!textBodies)
    return browser.post(address, JSON_BODIES[operationId] ?? { ...lookup, mode }, headers);
  const fields =
    operationId === 'submitLookup'
      ? lookup
      : (FIELDS[operationId] ?? { attempt: attempt.id, code: '493027' });
  return browser.submit(address, fields, { query: query || `mode=${mode}`, headers });
};

const isSafe = ({ headers }: HttpReply): void => {
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['referrer-policy']).toBe('no-referrer');
};

describe.each(named(BUYERS_ROUTES))('%s', (_id, route) => {
  it('answers nothing that is stored, or that tells another site the address', async () => {
    const isOpen = await use(route);
    given.till.provider.setProceed(given.paid);
    await browser.submit(`${path}/code`, { attempt: given.attempt.id, code: '493027' });
    const isDelivered = await use(route);
    const isForged = await use(route, { token: given.token.replace(/.{8}$/, 'AAAAAAAA') });
    for (const reply of [isOpen, isDelivered, isForged]) isSafe(reply);
  });
});

const POSTS = BUYERS_ROUTES.filter(({ method }) => method === 'POST');
const RETURNS = POSTS.filter(({ operationId }) => /return/i.test(operationId));

describe.each(named(POSTS.filter((route) => !RETURNS.includes(route))))(
  'a post of another site’s page to %s',
  (_id, route) => {
    it('is refused and does nothing', async () => {
      given.till.provider.setProceed(given.paid);
      const before = await given.till.load(given.order);
      const reply = await use(route, { headers: ATTACK });
      expect(reply.status).toBe(403);
      if (route.textBodies) expect(reply.text).toContain(en.crossSiteTitle);
      else expect(reply.json.error.code).toBe('forbidden');
      isSafe(reply);
      expect(await given.till.load(given.order)).toEqual(before);
      expect(given.till.provider.askedToProceed).toEqual([]);
    });
  },
);

it('the address of a form, opened again, leads back to the page', async () => {
  for (const form of ['pay', 'code']) {
    const reply = await browser.open(`${path}/${form}`, 'lang=zh');
    expect([reply.status, reply.headers.location]).toEqual([303, `${path}?lang=zh`]);
  }
});

it('the page as data is taken for data, whatever a card or a name looks like', async () => {
  const asData = { accept: 'application/json' };
  const reply = await browser.send({ method: 'GET', path, headers: asData });
  expect(reply.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
});

it('a post of another site’s page is explained in the buyer’s language', async () => {
  const reply = await browser.submit(
    `${path}/pay`,
    { method: 'alipay' },
    { query: 'lang=zh', headers: ATTACK },
  );
  expect(reply.text).toContain(zh.crossSiteTitle);
  expect(reply.text).toContain(`href="${path}?lang=zh"`);
});

describe.each(named(RETURNS))('a provider’s page may post to %s', (_id, route) => {
  it('and the buyer is sent on', async () => {
    const reply = await use(route, { headers: ATTACK });
    expect([reply.status, reply.headers.location]).toEqual([303, `${path}?lang=en`]);
  });
});

describe('a form that pretends to be the API', () => {
  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
    'is refused as %s: these are the types that another site’s page may send unasked',
    async (type) => {
      for (const address of ['attempts', `attempts/${given.attempt.id}/code`]) {
        const reply = await browser.send({
          method: 'POST',
          path: `${path}/${address}`,
          headers: { 'content-type': type },
          body: '{"method":"alipay","code":"493027"}',
        });
        expect([reply.status, reply.json.error.code]).toEqual([415, 'unsupported_media_type']);
      }
    },
  );
});

const exhausted = async (uses: number, act: () => Promise<HttpReply>): Promise<HttpReply> => {
  for (let time = 0; time < uses; time += 1) expect((await act()).status).not.toBe(429);
  return act();
};

const waits = (reply: HttpReply, seconds: number): void => {
  expect(reply.status).toBe(429);
  const wait = Number(reply.headers['retry-after']);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(seconds);
};

describe('who guesses', () => {
  const find = (contact: string, order = given.order.id, lang = 'en') => {
    const { merchantId: merchant, mode } = given.order.tenant;
    return browser.submit(
      '/lookup',
      { merchant, order, contact },
      { query: `mode=${mode}&lang=${lang}` },
    );
  };
  const { lookup_by_order: byOrder, lookup_by_address: byAddress } = RATE_LIMITS;

  it('the contact of one order is told to wait, and then the right one is not heard either', async () => {
    waits(await exhausted(byOrder.uses, () => find('thief@example.com')), byOrder.seconds);
    const page = await find(given.order.contact ?? '', given.order.id, 'zh');
    waits(page, byOrder.seconds);
    expect(page.text).toContain(zh.tooOftenTitle);
    isSafe(page);
    given.till.setNow(later(byOrder.seconds));
    expect((await find(given.order.contact ?? '')).status).toBe(200);
  });

  it('is told to wait for an order that does not exist, just the same', async () => {
    const none = 'ord_01jd3kqv8ye4xr7p9z2m5c6t00';
    waits(await exhausted(byOrder.uses, () => find('thief@example.com', none)), byOrder.seconds);
  });

  it('order after order is told to wait by the API too', async () => {
    const { merchantId: merchant, mode } = given.order.tenant;
    const letters = '0123456789abcdefghjkmnpqrstvwxyz';
    let number = 0;
    const ask = () => {
      const order = `ord_01jd3kqv8ye4xr7p9z2m5c6${letters[number++ % letters.length]}00`;
      return browser.post('/checkout/lookup', { merchant, mode, order, contact: 'a@b.c' });
    };
    const reply = await exhausted(byAddress.uses, ask);
    waits(reply, byAddress.seconds);
    expect(reply.json.error).toMatchObject({ code: 'rate_limited', retryable: true });
  });

  it('codes is told to wait', async () => {
    const { uses, seconds } = RATE_LIMITS.code_by_token;
    const guess = () => browser.submit(`${path}/code`, { attempt: given.attempt.id, code: '1234' });
    const page = await exhausted(uses, guess);
    waits(page, seconds);
    expect(page.text).toContain(en.tooOftenTitle);
  });
});

describe('a buyer who starts payment after payment', () => {
  it('of one order is told to wait, in words', async () => {
    for (let number = 2; number <= ATTEMPTS_OF_ORDER.uses; number += 1)
      await given.till.attempt(given.order, { number, state: 'failed' });
    const page = await browser.submit(`${path}/pay`, { method: 'wechat_pay' });
    waits(page, ATTEMPTS_OF_ORDER.seconds);
    expect(page.text).toContain(en.tooOftenTitle);
    const reply = await browser.post(`${path}/attempts`, { method: 'wechat_pay' });
    waits(reply, ATTEMPTS_OF_ORDER.seconds);
    const { attempts } = await given.till.load(given.order);
    expect(attempts.at(-1)?.id).toBe(attemptIdOf(given.order.id, ATTEMPTS_OF_ORDER.uses));
  });
});
