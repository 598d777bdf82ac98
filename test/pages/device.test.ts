import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAttempt } from '#functions/checkout/create-attempt.ts';
import { readCheckout } from '#functions/checkout/read-checkout.ts';
import { payCheckout } from '#functions/pages/checkout/pay-checkout.ts';
import { showCheckout } from '#functions/pages/checkout/show-checkout.ts';
import { CHANNEL_A } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { NO_STOPWATCH } from '#test/support/no-stopwatch.ts';
import { aTill, type Till } from '../application/support/a-till.ts';
import { aBrowser, withCards } from './a-browser.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

let till: Till;
beforeEach(() => {
  till = aTill(dynamo);
});

const newBrowser = (...options: [Parameters<typeof aBrowser>[1]?]) => {
  const deps = withCards({ ...till.deps, stopwatch: NO_STOPWATCH });
  return aBrowser(
    [showCheckout(deps), payCheckout(deps), createAttempt(deps), readCheckout(deps)],
    ...options,
  );
};

const aCheckout = async (product = till.sells({ cards: 3 })) => {
  const { order, token } = await till.checkout(await product);
  return { order, token, path: `/checkout/${token}` };
};

const FINGERPRINT = '0123456789abcdef0123456789abcdef';

describe('a browser', () => {
  it('is given a device by the first page it opens, and keeps it', async () => {
    const { path } = await aCheckout();
    const browser = newBrowser();
    const first = await browser.open(path);
    expect(first.cookies).toHaveLength(1);
    expect((await browser.open(path)).cookies).toEqual([]);
    expect((await browser.open((await aCheckout()).path)).cookies).toEqual([]);
  });

  it('whose cookie is not ours is given another', async () => {
    const { path } = await aCheckout();
    const browser = newBrowser();
    await browser.open(path);
    const [name = ''] = browser.cookies.keys();
    browser.cookies.set(name, `${browser.cookies.get(name)}x`);
    expect((await browser.open(path)).cookies).toHaveLength(1);
  });

  it('is given nothing by the API', async () => {
    const { path } = await aCheckout();
    const browser = newBrowser();
    for (const reply of [
      await browser.open(`${path}/state`),
      await browser.post(`${path}/attempts`, { method: 'alipay' }),
    ])
      expect(reply.cookies).toEqual([]);
  });

  it('that paid remembers how, and another one that looks at the same order does not', async () => {
    const { order, path } = await aCheckout();
    const [buyer, friend] = [newBrowser(), newBrowser()];
    await buyer.open(path);
    await friend.open(path);
    await buyer.submit(`${path}/pay`, { method: 'alipay' });
    expect((await buyer.open(path)).cookies).toEqual([]);
    const { attempts } = await till.load(order);
    if (!attempts[0]) throw new Error('no attempt');
    await till.report(order, attempts[0]);

    expect((await friend.open(path)).cookies).toEqual([]);
    const [learned = ''] = (await buyer.open(path)).cookies;
    expect(learned).toMatch(/^__Host-arteria_device=[\w-]{22}\.alipay\.2026-05-01\./);
    expect((await buyer.open(path)).cookies).toEqual([]);
  });
});

it('a page that is never left learns from the order’s state what paid on the device', async () => {
  const { order, path } = await aCheckout();
  const [buyer, friend, stranger] = [newBrowser(), newBrowser(), newBrowser()];
  await buyer.open(path);
  await friend.open(path);
  await buyer.submit(`${path}/pay`, { method: 'wechat_pay' });
  expect((await buyer.open(`${path}/state`)).cookies).toEqual([]);
  const { attempts } = await till.load(order);
  if (!attempts[0]) throw new Error('no attempt');
  await till.report(order, attempts[0]);

  for (const other of [friend, stranger])
    expect((await other.open(`${path}/state`)).cookies).toEqual([]);
  const told = await buyer.open(`${path}/state`);
  expect(told.json).toMatchObject({ object: 'checkout', paid: { method: 'wechat_pay' } });
  expect(told.cookies[0]).toMatch(/\.wechat_pay\.2026-05-01\./);
  expect((await buyer.open(`${path}/state`)).cookies).toEqual([]);
});

it('ranks the ways to pay by what paid on the device, whether the page is drawn or its state is asked for', async () => {
  const { order, path } = await aCheckout();
  const browser = newBrowser();
  await browser.open(path);
  await browser.submit(`${path}/pay`, { method: 'wechat_pay' });
  const { attempts } = await till.load(order);
  if (!attempts[0]) throw new Error('no attempt');
  await till.report(order, attempts[0]);
  await browser.open(path);
  const next = await aCheckout();
  const page = await browser.send({
    method: 'GET',
    path: next.path,
    query: 'lang=zh',
    headers: { accept: 'application/json' },
  });
  const state = await browser.open(`${next.path}/state`, 'lang=zh&sdks=wechat_jsapi');
  const { methods, ranking, leading_method } = page.json.view;
  expect(JSON.stringify(ranking)).toContain('paid_here_before');
  expect(state.json).toMatchObject({ methods, ranking, leading_method });
});

describe('the attempt', () => {
  const marksOf = async (order: Parameters<Till['load']>[0]) =>
    (await till.load(order)).attempts[0]?.marks;

  it('bears marks of the browser that are equal in one shop and tell another shop nothing', async () => {
    const browser = newBrowser();
    const product = await till.sells({ cards: 3 });
    const [first, second] = [
      await aCheckout(Promise.resolve(product)),
      await aCheckout(Promise.resolve(product)),
    ];
    await browser.open(first.path);
    await browser.submit(`${first.path}/pay`, { method: 'alipay', fingerprint: FINGERPRINT });
    await browser.post(`${second.path}/attempts`, { method: 'alipay', fingerprint: FINGERPRINT });
    const elsewhere = await aCheckout();
    await browser.submit(`${elsewhere.path}/pay`, { method: 'alipay', fingerprint: FINGERPRINT });

    const [here, again, other] = await Promise.all(
      [first, second, elsewhere].map(({ order }) => marksOf(order)),
    );
    expect(here).toEqual({
      device: expect.stringMatching(/^[0-9a-f]{64}$/),
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(again).toEqual(here);
    expect(other?.device).not.toBe(here?.device);
    expect(other?.fingerprint).not.toBe(here?.fingerprint);
    const [id = ''] = [...browser.cookies.values()].map((value) => value.slice(0, 22));
    expect(JSON.stringify([here, other])).not.toContain(id);
    expect(inspect(till.provider.asked, { depth: 9 })).not.toContain(id);
  });

  it.each(['', 'short', '<script>', `${'a'.repeat(65)}`, 42, null, { a: 1 }])(
    'is started the same with %j as fingerprint, which it forgets',
    async (fingerprint) => {
      const { order, path } = await aCheckout();
      const reply = await newBrowser().post(`${path}/attempts`, { method: 'alipay', fingerprint });
      expect(reply.status).toBe(201);
      expect(await marksOf(order)).toBeUndefined();
    },
  );
});

describe('a payment that the page starts by itself', () => {
  const itself = { method: 'alipay', by_itself: true };

  it('is started for somebody who looks, once', async () => {
    const { path } = await aCheckout();
    const browser = newBrowser();
    expect((await browser.post(`${path}/attempts`, itself)).status).toBe(201);
    const again = await browser.post(`${path}/attempts`, { ...itself, method: 'wechat_pay' });
    expect([again.status, again.json.attempt.method]).toEqual([201, 'alipay']);
    expect(till.provider.asked).toHaveLength(1);
  });

  it('is not started again after one that failed', async () => {
    const { order, path } = await aCheckout();
    const { id } = await till.attempt(order, { state: 'failed', failureReason: 'buyer_cancelled' });
    const reply = await newBrowser().post(`${path}/attempts`, itself);
    expect(reply.json.attempt).toMatchObject({ id, state: 'failed' });
    expect(till.provider.asked).toEqual([]);
  });

  it.each([
    ['TelegramBot (like TwitterBot)', {}],
    ['', {}],
    [undefined, { 'sec-purpose': 'prefetch;prerender' }],
  ])('is refused to %j with %j, and nothing is written', async (userAgent, headers) => {
    const { order, path } = await aCheckout();
    const browser = newBrowser(userAgent === undefined ? {} : { userAgent });
    const reply = await browser.post(`${path}/attempts`, itself, headers);
    expect([reply.status, reply.json.error.code, reply.json.error.param]).toEqual([
      409,
      'state_conflict',
      'by_itself',
    ]);
    expect((await till.load(order)).attempts).toEqual([]);
  });

  it('leaves a page alone when it came to nothing: nobody tapped', async () => {
    const { path } = await aCheckout();
    till.provider.answersCreate(CHANNEL_A, {
      kind: 'did_not_happen',
      reason: 'provider_unreachable',
      detail: 'refused',
    });
    const browser = newBrowser();
    const submit = (fields: Record<string, string>) =>
      browser.submit(`${path}/pay`, fields, { headers: { accept: 'application/json' } });
    const quiet = await submit({ method: 'alipay', by_itself: '1' });
    expect([quiet.status, quiet.json.problem]).toEqual([200, undefined]);
    const told = await submit({ method: 'wechat_pay' });
    expect(told.json.problem).toBe('no_channel_available');
  });

  it('starts one payment in two tabs that load at the same moment', async () => {
    const { order, path } = await aCheckout();
    const browser = newBrowser();
    const tabs = await Promise.all([
      browser.post(`${path}/attempts`, itself),
      browser.post(`${path}/attempts`, itself),
    ]);
    expect(tabs.map(({ status }) => status)).toEqual([201, 201]);
    expect((await till.load(order)).attempts).toHaveLength(1);
  });

  it('gives way when another one is started at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { order, path } = await aCheckout();
      const browser = newBrowser();
      const replies = await Promise.all([
        browser.post(`${path}/attempts`, itself),
        browser.post(`${path}/attempts`, { method: 'wechat_pay' }),
      ]);
      expect(replies.map(({ status }) => status)).toEqual([201, 201]);
      const { attempts } = await till.load(order);
      expect(attempts.filter(({ method }) => method === 'wechat_pay')).toHaveLength(1);
    }
  });
});
