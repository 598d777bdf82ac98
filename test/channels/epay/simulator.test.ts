import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EpayKeys, EpayPlatform } from '#infra/local/providers/epay/account.ts';
import { md5Of } from '#infra/local/providers/epay/signature.ts';
import { epay } from '#infra/local/providers/epay/simulation.ts';
import {
  makeSimulatorKeys,
  type SimulatorOptions,
  startSimulator,
} from '#infra/local/providers/kit/start-simulator.ts';
import type { EpayContext } from '#shared/channels/epay/config.ts';
import { create } from '#shared/channels/epay/create.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  aFreshRequest,
  type EpaySimulator,
  firstOf,
  openPayment,
  shopAt,
} from '#test/channels/support/epay-shop.ts';
import { type MerchantDesk, openMerchantDesk } from '#test/channels/support/merchant-desk.ts';

const KEYS = await makeSimulatorKeys(epay);

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

const started = async (
  options: SimulatorOptions<EpayKeys, EpayPlatform> = {},
): Promise<EpaySimulator> => {
  const simulator = await startSimulator(epay, { keys: KEYS, ...options });
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
  const cashier = await fetch(outcome.nextAction.url);
  const page = await cashier.text();
  expect(page).toContain('确认支付');
  expect(page).toContain('10.00 CNY');
  const paid = await fetch(cashier.url, { method: 'POST', redirect: 'manual' });
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
  const url = `${simulator.url}/buyer/${simulator.payment(orderNumber)?.reference}`;
  await fetch(url, { method: 'POST', body: new URLSearchParams({ action: 'decline' }) });
  expect(simulator.payment(orderNumber)?.state).toBe('declined');
  await fetch(url, { method: 'POST', redirect: 'manual' });
  await vi.waitFor(() => expect(simulator.payment(orderNumber)?.acknowledged).toBe(true), 5_000);
});

test('an order without a method gets the cashier, and the buyer picks one there', async () => {
  const simulator = await started();
  const { id, keys } = firstOf(simulator);
  const order = {
    pid: id,
    out_trade_no: aFreshRequest().orderNumber,
    notify_url: desk.notifyUrl,
    return_url: 'http://127.0.0.1:1/back',
    name: 'VIP',
    money: '1.00',
  };
  const link = new URLSearchParams({ ...order, sign: md5Of(order, keys.key) });
  const page = await (await fetch(`${simulator.url}/submit.php?${link}`)).text();
  expect(page).toContain('收银台');
  expect(page).toContain('>微信支付</button>');
  const url = `${simulator.url}/buyer/${simulator.payment(order.out_trade_no)?.reference}`;
  shopAt(simulator, desk);
  await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ method: 'wxpay' }),
  });
  expect(simulator.payment(order.out_trade_no)).toMatchObject({ state: 'paid', method: 'wxpay' });
});

test('the control interface pays, declines, repeats, lists and answers mistakes with a sentence', async () => {
  const simulator = await started();
  const shop = shopAt(simulator, desk);
  const [paid, declined] = [await anOpenOrder(shop), await anOpenOrder(shop)];
  expect(await control(simulator, 'POST', `orders/${paid}/pay`, { minor: 999 })).toMatchObject({
    status: 200,
    body: { changed: true, state: 'paid', paidMinor: 999 },
  });
  expect((await control(simulator, 'POST', `orders/${paid}/pay`)).body.changed).toBe(false);
  await control(simulator, 'POST', `orders/${declined}/decline`);
  await vi.waitFor(() => expect(simulator.payment(paid)?.acknowledged).toBe(true), 5_000);
  expect((await control(simulator, 'POST', `orders/${paid}/notify`)).body).toMatchObject({
    reply: 'success',
  });
  expect(desk.outcomes).toHaveLength(2);
  expect(desk.outcomes[1]).toMatchObject({ notification: { amount: money('CNY', 999) } });
  expect((await control(simulator, 'GET', 'books?merchant=1001')).body.totals).toEqual({
    orders: 2,
    paid: 1,
    paidMinor: 999,
    refunds: 0,
    refundedMinor: 0,
    acknowledged: 1,
  });
  expect((await control(simulator, 'GET', 'books?merchant=other')).body.orders).toEqual([]);
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
  const simulator = await started({ keys: await makeSimulatorKeys(epay, 3) });
  const [first, second, third] = simulator.merchants();
  if (!first || !second || !third) throw new Error('three accounts were asked for');
  expect(new Set([first.id, second.id, third.id]).size).toBe(3);
  await control(simulator, 'PATCH', `merchants/${second.id}/behaviour`, { maintenance: true });
  const kinds = [];
  for (const account of [first, second, third]) {
    kinds.push((await create(shopAt(simulator, desk, {}, account), aFreshRequest())).kind);
  }
  expect(kinds).toEqual(['happened', 'did_not_happen', 'happened']);
});

test('a gateway of one habit keeps it through other changes, and gets its own ones back', async () => {
  const simulator = await started({ behaviour: { habits: { notifyBy: 'POST_JSON' } } });
  const shop = shopAt(simulator, desk);
  const notified = async () => {
    const orderNumber = await anOpenOrder(shop);
    simulator.pay(orderNumber);
    await vi.waitFor(() => expect(simulator.payment(orderNumber)?.acknowledged).toBe(true), 5_000);
    const [sent] = simulator.payment(orderNumber)?.notifications ?? [];
    return JSON.parse(sent?.body ?? '').money;
  };
  const behave = (habits: object) =>
    control(simulator, 'PATCH', 'merchants/1001/behaviour', { habits });
  await behave({ moneyAs: 'four_decimals' });
  expect(await notified()).toBe('10.0000');
  await behave({});
  expect(await notified()).toBe('10');
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
  await vi.waitFor(() => expect(simulator.payment(alipay.orderNumber)?.state).toBe('paid'), 5_000);
  await vi.waitFor(
    () => expect(simulator.payment(wechat.orderNumber)?.state).toBe('declined'),
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
  const before = await started({ stateFile, retrySeconds: [] });
  const shop = shopAt(before, desk);
  const [paid, unpaid] = [await anOpenOrder(shop), await anOpenOrder(shop)];
  desk.failNext = 1;
  before.pay(paid);
  await vi.waitFor(() => expect(before.payment(paid)?.notifications).toHaveLength(1), 5_000);
  await before.stop();

  const after = await started({ stateFile });
  await vi.waitFor(() => expect(after.payment(paid)?.acknowledged).toBe(true), 5_000);
  expect(after.payment(paid)?.notifications).toHaveLength(2);
  expect(after.payment(unpaid)?.state).toBe('unpaid');
  const third = await anOpenOrder(shopAt(after, desk));
  const numbers = [paid, unpaid, third].map((number) => after.payment(number)?.reference);
  expect(new Set(numbers).size).toBe(3);
  rmSync(stateFile);
});

test('a port that is taken is an error, not a hang', async () => {
  const first = await started();
  const port = Number(new URL(first.url).port);
  await expect(startSimulator(epay, { port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test('never calls an address outside this machine', async () => {
  const simulator = await started({ retrySeconds: [] });
  const shop = { ...shopAt(simulator, desk), notifyUrl: 'https://shop.example.com/notify' };
  const orderNumber = await anOpenOrder(shop);
  simulator.pay(orderNumber);
  await vi.waitFor(
    () => expect(simulator.payment(orderNumber)?.notifications).toHaveLength(1),
    5_000,
  );
  expect(simulator.payment(orderNumber)?.notifications[0]).toMatchObject({ status: 0, reply: '' });
});
