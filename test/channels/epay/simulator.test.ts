import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type {
  EpaySimulator,
  EpaySimulatorOptions,
} from '#infra/local/providers/epay/epay-simulator.ts';
import { md5Of } from '#infra/local/providers/epay/signature.ts';
import { startEpaySimulator } from '#infra/local/providers/epay/start-epay-simulator.ts';
import type { EpayContext } from '#shared/channels/epay/config.ts';
import { create } from '#shared/channels/epay/create.ts';
import { money } from '#shared/domain/money/money.ts';
import { aFreshRequest, openPayment, shopAt } from '#test/channels/support/epay-shop.ts';
import { type MerchantDesk, openMerchantDesk } from '#test/channels/support/merchant-desk.ts';

const ACCOUNT = { pid: '1001', key: 'a-key-that-is-kept-elsewhere' };

let simulators: EpaySimulator[];
let desk: MerchantDesk;
beforeEach(async () => {
  simulators = [];
  desk = await openMerchantDesk();
});
afterEach(async () => {
  await Promise.all(simulators.map((simulator) => simulator.stop()));
  await desk.stop();
});

const started = async (options: EpaySimulatorOptions = {}): Promise<EpaySimulator> => {
  const simulator = await startEpaySimulator({ ...ACCOUNT, ...options });
  simulators.push(simulator);
  return simulator;
};

const control = async (
  simulator: EpaySimulator,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await fetch(`${simulator.url}/control/${path}`, {
    method,
    body: body && JSON.stringify(body),
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
  };
};

const anOpenOrder = async (context: EpayContext): Promise<string> => {
  const request = aFreshRequest();
  await openPayment(context, request);
  return request.orderNumber;
};

test('a person pays on the page and is sent back with the signed result', async () => {
  const simulator = await started();
  const shop = shopAt(simulator, desk, { accessMode: 'page' });
  const request = aFreshRequest();
  const outcome = await create(shop, request);
  if (outcome.kind !== 'happened' || outcome.nextAction.kind !== 'redirect') throw new Error();
  const page = await (await fetch(outcome.nextAction.url)).text();
  expect(page).toContain('确认支付');
  expect(page).toContain('¥10.00');
  const action = /action="(\/pay\/\d+)"/.exec(page)?.[1];
  const paid = await fetch(simulator.url + action, { method: 'POST', redirect: 'manual' });
  expect(paid.status).toBe(302);
  const back = new URL(paid.headers.get('location') ?? '');
  expect(back.pathname).toBe('/checkout/abc');
  expect(back.searchParams.get('trade_status')).toBe('TRADE_SUCCESS');
  await vi.waitFor(
    () => expect(desk.outcomes.map(({ kind }) => kind)).toEqual(['verified']),
    5_000,
  );
});

test('a person declines: nobody is told, and changing their mind still pays', async () => {
  const simulator = await started();
  const orderNumber = await anOpenOrder(shopAt(simulator, desk));
  const url = `${simulator.url}/pay/${simulator.order(orderNumber)?.tradeNo}`;
  await fetch(url, { method: 'POST', body: new URLSearchParams({ action: 'decline' }) });
  expect(simulator.order(orderNumber)?.state).toBe('declined');
  await fetch(url, { method: 'POST', redirect: 'manual' });
  await vi.waitFor(() => expect(simulator.order(orderNumber)?.acknowledged).toBe(true), 5_000);
});

test('an order without a method gets the cashier, and the buyer picks one there', async () => {
  const simulator = await started();
  const order = {
    pid: simulator.pid,
    out_trade_no: aFreshRequest().orderNumber,
    notify_url: desk.notifyUrl,
    return_url: 'http://127.0.0.1:1/back',
    name: 'VIP',
    money: '1.00',
  };
  const link = new URLSearchParams({ ...order, sign: md5Of(order, simulator.key) });
  const page = await (await fetch(`${simulator.url}/submit.php?${link}`)).text();
  expect(page).toContain('收银台');
  const url = `${simulator.url}/pay/${simulator.order(order.out_trade_no)?.tradeNo}`;
  shopAt(simulator, desk);
  await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ type: 'wxpay' }),
  });
  expect(simulator.order(order.out_trade_no)).toMatchObject({ state: 'paid', type: 'wxpay' });
});

test('the control interface pays, declines, repeats, lists and answers mistakes with a sentence', async () => {
  const simulator = await started();
  const shop = shopAt(simulator, desk);
  const [paid, declined] = [await anOpenOrder(shop), await anOpenOrder(shop)];
  expect(await control(simulator, 'POST', `orders/${paid}/pay`, { money: '9.99' })).toMatchObject({
    status: 200,
    body: { changed: true, state: 'paid', paidFen: 999 },
  });
  expect((await control(simulator, 'POST', `orders/${paid}/pay`)).body.changed).toBe(false);
  await control(simulator, 'POST', `orders/${declined}/decline`);
  await vi.waitFor(() => expect(simulator.order(paid)?.acknowledged).toBe(true), 5_000);
  expect((await control(simulator, 'POST', `orders/${paid}/notify`)).body).toMatchObject({
    reply: 'success',
  });
  expect(desk.outcomes).toHaveLength(2);
  expect(desk.outcomes[1]).toMatchObject({ notification: { amount: money('CNY', 999) } });
  expect((await control(simulator, 'GET', 'books?pid=1001')).body.totals).toEqual({
    orders: 2,
    paid: 1,
    paidMinor: 999,
    refunds: 0,
    refundedMinor: 0,
    acknowledged: 1,
  });
  expect((await control(simulator, 'GET', 'books?pid=other')).body.orders).toEqual([]);
  expect((await control(simulator, 'GET', `orders/${declined}`)).body.state).toBe('declined');
  for (const [method, path, status] of [
    ['GET', 'orders/nothing', 404],
    ['POST', `orders/${paid}/fly`, 404],
    ['POST', `orders/${paid}/pay`, 400],
    ['PATCH', 'merchants/1001/behaviour', 400],
    ['PATCH', 'merchants/9/behaviour', 404],
    ['GET', 'nothing', 404],
  ] as const) {
    const body = method === 'GET' ? undefined : { nonsense: 1 };
    const reply = await control(simulator, method, path, body);
    expect([reply.status, typeof reply.body.error]).toEqual([status, 'string']);
  }
});

test('three accounts on one gateway have faults of their own', async () => {
  const simulator = await started({ merchants: [{}, {}] });
  const [first, second, third] = simulator.accounts();
  if (!first || !second || !third) throw new Error('three accounts were asked for');
  expect(new Set([first.pid, second.pid, third.pid]).size).toBe(3);
  await control(simulator, 'PATCH', `merchants/${second.pid}/behaviour`, { maintenance: true });
  const kinds = [];
  for (const account of [first, second, third]) {
    kinds.push((await create(shopAt(simulator, desk, {}, account), aFreshRequest())).kind);
  }
  expect(kinds).toEqual(['happened', 'did_not_happen', 'happened']);
});

test('buyers pay by themselves with the success rate of their way to pay', async () => {
  const simulator = await started({
    behaviour: { autoPayAfterMillis: 1, successRate: { alipay: 1, wxpay: 0 } },
  });
  const shop = shopAt(simulator, desk);
  const alipay = aFreshRequest();
  const wechat = aFreshRequest({ method: 'wechat_pay' });
  await create(shop, alipay);
  await create(shop, wechat);
  await vi.waitFor(() => expect(simulator.order(alipay.orderNumber)?.state).toBe('paid'), 5_000);
  await vi.waitFor(
    () => expect(simulator.order(wechat.orderNumber)?.state).toBe('declined'),
    5_000,
  );
});

test('an outage refuses connections and ends by itself', async () => {
  const simulator = await started();
  const shop = shopAt(simulator, desk);
  await control(simulator, 'POST', 'outage', { millis: 300 });
  await vi.waitFor(
    async () => expect((await create(shop, aFreshRequest())).kind).toBe('did_not_happen'),
    { timeout: 5_000, interval: 10 },
  );
  await vi.waitFor(
    async () => expect((await create(shop, aFreshRequest())).kind).toBe('happened'),
    5_000,
  );
});

test('after a restart the books are the same and the merchant still hears of the payment', async () => {
  const stateFile = join(tmpdir(), `epay-simulator-${process.pid}.jsonl`);
  rmSync(stateFile, { force: true });
  const before = await started({ stateFile, notifyRetrySeconds: [] });
  const shop = shopAt(before, desk);
  const [paid, unpaid] = [await anOpenOrder(shop), await anOpenOrder(shop)];
  desk.failNext = 1;
  before.pay(paid);
  await vi.waitFor(() => expect(before.order(paid)?.notifications).toHaveLength(1), 5_000);
  await before.stop();

  const after = await started({ stateFile });
  await vi.waitFor(() => expect(after.order(paid)?.acknowledged).toBe(true), 5_000);
  expect(after.order(paid)?.notifications).toHaveLength(2);
  expect(after.order(unpaid)?.state).toBe('unpaid');
  const third = await anOpenOrder(shopAt(after, desk));
  const numbers = [paid, unpaid, third].map((number) => after.order(number)?.tradeNo);
  expect(new Set(numbers).size).toBe(3);
  rmSync(stateFile);
});

test('a port that is taken is an error, not a hang', async () => {
  const first = await started();
  const port = Number(new URL(first.url).port);
  await expect(startEpaySimulator({ ...ACCOUNT, port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test('never calls an address outside this machine', async () => {
  const simulator = await started({ notifyRetrySeconds: [] });
  const shop = { ...shopAt(simulator, desk), notifyUrl: 'https://shop.example.com/notify' };
  const orderNumber = await anOpenOrder(shop);
  simulator.pay(orderNumber);
  await vi.waitFor(
    () => expect(simulator.order(orderNumber)?.notifications).toHaveLength(1),
    5_000,
  );
  expect(simulator.order(orderNumber)?.notifications[0]).toMatchObject({ status: 0, reply: '' });
});
