import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { GOOD_BEHAVIOUR } from '#infra/local/providers/kit/behaviour.ts';
import { type Simulator, startSimulator } from '#infra/local/providers/kit/start-simulator.ts';
import { wechatpay as simulation } from '#infra/local/providers/wechatpay/simulation.ts';
import type { CreateOutcome, CreateRequest } from '#shared/application/ports/channel-port.ts';
import type { WechatPayContext } from '#shared/channels/wechatpay/config.ts';
import { wechatpay } from '#shared/channels/wechatpay/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  type ChannelDesk,
  openChannelDesk,
  referenceTo,
  refundTo,
} from '#test/channels/support/channel-desk.ts';

let simulator: Simulator;
const desks: Record<string, ChannelDesk> = {};
beforeAll(async () => {
  simulator = await startSimulator(simulation, { retrySeconds: [0.05, 0.05, 0.05, 0.05] });
  for (const setup of simulator.channels())
    desks[String(setup.config.accessMode)] = await openChannelDesk(wechatpay, setup);
});
afterAll(async () => {
  await Promise.all(Object.values(desks).map((desk) => desk.stop()));
  await simulator.stop();
});
let desk: ChannelDesk;
beforeEach(() => {
  for (const one of Object.values(desks)) one.outcomes.length = 0;
  desk = deskOf('ordinary');
});
afterEach(() => simulator.behave(GOOD_BEHAVIOUR));

const deskOf = (accessMode: string): ChannelDesk => {
  const found = desks[accessMode];
  if (!found) throw new Error(`no account of the kind ${accessMode}`);
  return found;
};

const acknowledged = (orderNumber: string) =>
  vi.waitFor(() => expect(simulator.payment(orderNumber)?.acknowledged).toBe(true), 5_000);

const linkOf = (outcome: CreateOutcome | undefined): string => {
  if (outcome?.kind !== 'happened' || outcome.nextAction.kind !== 'redirect') throw new Error();
  return outcome.nextAction.url;
};

const follow = async (url: string): Promise<string> =>
  (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '';

const payOnPage = async (page: string): Promise<string> => {
  const body = new URLSearchParams({ action: 'pay' });
  const response = await fetch(page, { method: 'POST', body, redirect: 'manual' });
  return response.headers.get('location') ?? '';
};

const anOpenOrder = async (change: Partial<CreateRequest> = {}): Promise<CreateRequest> => {
  const request = desk.request(change);
  expect((await wechatpay.create(desk.context, request)).kind).toBe('happened');
  return request;
};

const aPaidOrder = async (): Promise<CreateRequest> => {
  const request = await anOpenOrder();
  simulator.pay(request.orderNumber);
  await acknowledged(request.orderNumber);
  return request;
};

describe.each(['ordinary', 'partner', 'micro'])('%s', (accessMode) => {
  test('a sale: ordered, paid, believed, acknowledged, found, paid back in two parts', async () => {
    desk = deskOf(accessMode);
    const request = desk.request();
    expect(await wechatpay.create(desk.context, request)).toMatchObject({
      kind: 'happened',
      nextAction: { kind: 'qr' },
    });
    const payment = referenceTo(request);
    expect(await wechatpay.query(desk.context, payment)).toMatchObject({ status: 'pending' });
    simulator.pay(request.orderNumber);
    await acknowledged(request.orderNumber);
    expect(desk.outcomes).toMatchObject([
      {
        notification: {
          attemptId: `att_${request.orderNumber}`,
          status: 'succeeded',
          amount: request.amount,
        },
      },
    ]);
    expect(await wechatpay.query(desk.context, payment)).toMatchObject({
      status: 'succeeded',
      amount: request.amount,
    });
    const some = refundTo(payment, { refundAmount: money('CNY', 400) });
    expect(await wechatpay.refund?.(desk.context, some)).toMatchObject({ kind: 'succeeded' });
    expect(await wechatpay.refund?.(desk.context, some)).toMatchObject({ kind: 'succeeded' });
    const rest = { ...some, refundNumber: `${some.refundNumber.slice(0, -1)}2` };
    expect(
      await wechatpay.refund?.(desk.context, { ...rest, refundAmount: money('CNY', 601) }),
    ).toMatchObject({ kind: 'did_not_happen' });
    expect(
      await wechatpay.refund?.(desk.context, { ...rest, refundAmount: money('CNY', 600) }),
    ).toMatchObject({ kind: 'succeeded' });
    await vi.waitFor(() => expect(desk.outcomes.length).toBe(3));
    expect(desk.outcomes.slice(1)).toMatchObject([
      {
        notification: { kind: 'refund', refundId: `ref_${some.refundNumber}`, status: 'succeeded' },
      },
      {
        notification: { kind: 'refund', refundId: `ref_${rest.refundNumber}`, status: 'succeeded' },
      },
    ]);
    // Who learns of a payment only now must not hand out the card.
    expect(await wechatpay.query(desk.context, payment)).toMatchObject({ kind: 'unknown' });
  });

  test('inside WeChat: authorised, ordered in the buyer’s name, paid with signed parameters', async () => {
    desk = deskOf(accessMode);
    const request = desk.request({ device: 'wechat' });
    const payment = { ...request, ...referenceTo(request) };
    const authorize = linkOf(await wechatpay.create(desk.context, request));
    expect(await wechatpay.query(desk.context, payment)).toMatchObject({ status: 'pending' });
    const back = new URL(await follow(authorize));
    expect(back.pathname).toBe('/checkout/abc/return');
    const query = Object.fromEntries(back.searchParams);
    const step = { kind: 'returned' as const, query, form: {} };
    const first = await wechatpay.proceed?.(desk.context, payment, step);
    if (first?.kind !== 'next' || first.nextAction.kind !== 'client_params') throw new Error();

    // The page is loaded again, with and without what was kept of the first time.
    expect(
      await wechatpay.proceed?.(desk.context, { ...payment, kept: first.kept ?? '' }, step),
    ).toMatchObject({ kind: 'next', nextAction: { kind: 'client_params' } });
    expect(await wechatpay.proceed?.(desk.context, payment, step)).toMatchObject({
      kind: 'next',
      nextAction: { kind: 'redirect', url: authorize },
    });

    const page = await follow(
      `${simulator.url}/bridge?${new URLSearchParams(first.nextAction.params)}`,
    );
    await payOnPage(page);
    await acknowledged(request.orderNumber);
    expect(
      await wechatpay.proceed?.(desk.context, { ...payment, kept: first.kept ?? '' }, step),
    ).toMatchObject({ kind: 'found', status: 'succeeded' });
  });
});

test('in a phone browser the link leads to the payment and back to the checkout page', async () => {
  const request = desk.request({ device: 'mobile' });
  const page = await follow(linkOf(await wechatpay.create(desk.context, request)));
  expect(await payOnPage(page)).toBe(request.returnUrl);
  await acknowledged(request.orderNumber);
  expect(
    await wechatpay.create(deskOf('micro').context, deskOf('micro').request({ device: 'mobile' })),
  ).toMatchObject({ kind: 'did_not_happen', reason: 'method_unavailable' });
});

test('what waits can be closed, often; what is paid cannot', async () => {
  const waiting = referenceTo(await anOpenOrder());
  for (const _ of [1, 2])
    expect(await wechatpay.close?.(desk.context, waiting)).toEqual({ kind: 'closed' });
  expect(simulator.pay(waiting.orderNumber)).toBe(false);
  expect(await wechatpay.query(desk.context, waiting)).toMatchObject({ status: 'closed' });
  const paid = referenceTo(await aPaidOrder());
  expect(await wechatpay.close?.(desk.context, paid)).toEqual({ kind: 'already_paid' });
});

test('an order whose answer never comes is unknown, found, and the same when it is sent again', async () => {
  const impatient: ChannelDesk['context'] = {
    ...desk.context,
    http: {
      request: (request) => desk.context.http.request({ ...request, timeoutMillis: 300 }),
    },
  };
  simulator.behave({ timeoutAfterAccepting: true });
  const request = desk.request();
  expect((await wechatpay.create(impatient, request)).kind).toBe('unknown');
  simulator.behave({ timeoutAfterAccepting: false });
  expect(await wechatpay.query(desk.context, referenceTo(request))).toMatchObject({
    status: 'pending',
  });
  expect((await wechatpay.create(desk.context, request)).kind).toBe('happened');
  expect((await wechatpay.create(desk.context, { ...request, amount: money('CNY', 1) })).kind).toBe(
    'unknown',
  );
  expect(
    simulator.books().orders.filter(({ number }) => number === request.orderNumber),
  ).toHaveLength(1);
});

test('nobody is reached: it did not happen, and a refund may be sent again', async () => {
  const request = await aPaidOrder();
  await simulator.refuseConnections();
  try {
    expect(await wechatpay.create(desk.context, desk.request())).toMatchObject({
      kind: 'did_not_happen',
      reason: 'provider_unreachable',
    });
    expect(await wechatpay.refund?.(desk.context, refundTo(referenceTo(request)))).toMatchObject({
      kind: 'did_not_happen',
      transient: true,
    });
  } finally {
    await simulator.acceptConnections();
  }
});

test('a reply with a wrong signature is believed in nothing', async () => {
  const request = await aPaidOrder();
  simulator.behave({ habits: { badReplySignature: true } });
  const payment = referenceTo(request);
  expect((await wechatpay.create(desk.context, desk.request())).kind).toBe('unknown');
  expect((await wechatpay.query(desk.context, payment)).kind).toBe('unknown');
  expect((await wechatpay.close?.(desk.context, payment))?.kind).toBe('unknown');
  expect((await wechatpay.refund?.(desk.context, refundTo(payment)))?.kind).toBe('unknown');
});

test('a wrong key of ours is refused', async () => {
  const { credentials } = deskOf('micro').context as WechatPayContext;
  const { merchantPrivateKey } = credentials;
  const context = {
    ...desk.context,
    credentials: { ...(desk.context.credentials as object), merchantPrivateKey },
  };
  expect(await wechatpay.create(context, desk.request())).toMatchObject({
    kind: 'did_not_happen',
    reason: 'invalid_credentials',
  });
});

test('bad signatures, probes, wrong amounts, duplicates and strangers are what they are', async () => {
  // Acknowledged, so that no repetition comes between.
  const request = await aPaidOrder();
  simulator.behave({ badSignature: true });
  await simulator.notify(request.orderNumber);
  expect(desk.outcomes.at(-1)).toMatchObject({ reason: 'signature_invalid' });
  simulator.behave({ badSignature: false, habits: { probe: true } });
  await simulator.notify(request.orderNumber);
  expect(desk.outcomes.at(-1)).toMatchObject({ reason: 'signature_invalid' });
  simulator.behave({ habits: {}, wrongMerchant: '1999999999' });
  await simulator.notify(request.orderNumber);
  expect(desk.outcomes.at(-1)).toMatchObject({ reason: 'wrong_account' });
  simulator.behave({ wrongMerchant: null, wrongAmountMinor: 1 });
  await simulator.notify(request.orderNumber);
  expect(desk.outcomes.at(-1)).toMatchObject({ notification: { amount: money('CNY', 1) } });
  simulator.behave({ wrongAmountMinor: null });
  for (const _ of [1, 2]) await simulator.notify(request.orderNumber);
  expect(desk.outcomes.at(-1)).toEqual(desk.outcomes.at(-2));
  expect(desk.outcomes.at(-1)).toMatchObject({ notification: { amount: money('CNY', 1000) } });
});

test('a certificate that comes into use is taken without anybody doing anything', async () => {
  desk = deskOf('partner');
  const request = await anOpenOrder();
  simulator.behave({ habits: { notifyBy: 'next_certificate' } });
  simulator.pay(request.orderNumber);
  await acknowledged(request.orderNumber);
  expect(desk.outcomes.at(-1)).toMatchObject({ kind: 'verified' });
});

test.each(['certificate', 'public_key'])(
  'an account on the move takes both: %s',
  async (notifyBy) => {
    desk = deskOf('micro');
    simulator.behave({ habits: { notifyBy } });
    await aPaidOrder();
    expect(desk.outcomes.at(-1)).toMatchObject({ kind: 'verified' });
  },
);

test('a micro merchant reaches the limit of the day', async () => {
  desk = deskOf('micro');
  simulator.behave({ habits: { dailyCapMinor: 500 } });
  expect(await wechatpay.create(desk.context, desk.request())).toMatchObject({
    kind: 'did_not_happen',
    reason: 'limit_reached',
  });
});

test.each([
  ['FREQUENCY_LIMITED', 'did_not_happen'],
  ['NO_AUTH', 'did_not_happen'],
  ['OUT_TRADE_NO_USED', 'unknown'],
  ['SYSTEM_ERROR', 'unknown'],
])('orders refused with %s: %s', async (refuseOrdersWith, kind) => {
  simulator.behave({ refuseOrdersWith });
  expect((await wechatpay.create(desk.context, desk.request())).kind).toBe(kind);
});

test('maintenance is told as such', async () => {
  simulator.behave({ maintenance: true });
  expect(await wechatpay.create(desk.context, desk.request())).toMatchObject({
    reason: 'provider_maintenance',
  });
});

test("a refund in work is asked about; one that the buyer's bank did not take is finished by a person", async () => {
  simulator.behave({ refundsStayPending: true });
  const request = await aPaidOrder();
  const refund = refundTo(referenceTo(request));
  expect(await wechatpay.refund?.(desk.context, refund)).toMatchObject({ kind: 'pending' });
  await fetch(`${simulator.url}/control/orders/${request.orderNumber}/settle-refunds`, {
    method: 'POST',
    body: JSON.stringify({ state: 'failed' }),
  });
  expect(await wechatpay.refund?.(desk.context, refund)).toMatchObject({
    kind: 'unknown',
    detail: expect.stringContaining('ABNORMAL'),
  });
  await vi.waitFor(() =>
    expect(desk.outcomes.at(-1)).toMatchObject({
      notification: { kind: 'refund', status: 'unknown', providerStatus: 'ABNORMAL' },
    }),
  );
  const receiver = {
    kind: 'buyer',
    bank: 'ICBC_DEBIT',
    account: '6222020000000000000',
    name: '张三',
  } as const;
  expect(await wechatpay.refund?.(desk.context, { ...refund, receiver })).toMatchObject({
    kind: 'pending',
  });
  expect(await wechatpay.refund?.(desk.context, refund)).toMatchObject({ kind: 'succeeded' });
});

test('a day’s bills hold its payments and refunds, and a damaged file is not taken', async () => {
  const request = await aPaidOrder();
  await wechatpay.refund?.(desk.context, refundTo(referenceTo(request)));
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const bill = (kind: 'trade' | 'funds') => wechatpay.statement?.(desk.context, { kind, day });
  expect((await bill('trade'))?.kind).toBe('unknown');
  simulator.behave({ habits: { billsOfToday: true, billsNotReady: true } });
  expect((await bill('trade'))?.kind).toBe('not_ready');
  simulator.behave({ habits: { billsOfToday: true } });
  for (const kind of ['trade', 'funds'] as const) {
    const file = await bill(kind);
    if (file?.kind !== 'file') throw new Error(`no file, but ${file?.kind}`);
    const text = Buffer.from(file.bytes).toString();
    expect(text).toMatch(kind === 'trade' ? /^\uFEFF交易时间,/ : /^\uFEFF记账时间,/);
    expect(text).toContain(request.orderNumber);
  }
  simulator.behave({ habits: { billsOfToday: true, billsCutShort: true } });
  expect((await bill('trade'))?.kind).toBe('unknown');
});
