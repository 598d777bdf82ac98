import { describe, expect, test, vi } from 'vitest';
import { wechatpay as simulated } from '#infra/local/providers/wechatpay/simulation.ts';
import type { CreateOutcome, CreateRequest } from '#shared/application/ports/channel-port.ts';
import type { WechatPayContext } from '#shared/channels/wechatpay/config.ts';
import { wechatpay } from '#shared/channels/wechatpay/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { type ChannelDesk, referenceTo, refundTo } from '#test/channels/support/channel-desk.ts';
import { openSimulation } from '#test/channels/support/open-simulation.ts';
import { describeOutages, describeSales } from '#test/channels/support/simulator-cases.ts';

const simulation = await openSimulation(wechatpay, simulated);
const { simulator } = simulation;
const [ordinary, partner, micro] = [0, 1, 2].map(simulation.deskAt) as [
  ChannelDesk,
  ChannelDesk,
  ChannelDesk,
];

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

const aPaidOrder = async (desk = ordinary): Promise<CreateRequest> => {
  const { request } = await desk.start();
  simulator.pay(request.orderNumber);
  await simulation.acknowledged(request.orderNumber);
  return request;
};

describe.each(Object.entries({ ordinary, partner, micro }))('%s', (name, desk) => {
  const subject = { name, simulation, desk, refundsAtOnce: true, closes: true };
  describeSales(subject);
  describeOutages(subject);

  test('who learns of a payment after all of it went back hands out nothing', async () => {
    const payment = referenceTo(await aPaidOrder(desk));
    expect(await wechatpay.refund?.(desk.context, refundTo(payment))).toMatchObject({
      kind: 'succeeded',
    });
    expect(await wechatpay.query(desk.context, payment)).toMatchObject({ kind: 'unknown' });
  });

  test('inside WeChat: authorised, ordered in the buyer’s name, paid with signed parameters', async () => {
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
    await simulation.acknowledged(request.orderNumber);
    expect(
      await wechatpay.proceed?.(desk.context, { ...payment, kept: first.kept ?? '' }, step),
    ).toMatchObject({ kind: 'found', status: 'succeeded' });
  });
});

test('in a phone browser the link leads to the payment and back to the checkout page', async () => {
  const request = ordinary.request({ device: 'mobile' });
  const page = await follow(linkOf(await wechatpay.create(ordinary.context, request)));
  expect(await payOnPage(page)).toBe(request.returnUrl);
  await simulation.acknowledged(request.orderNumber);
  expect(await wechatpay.create(micro.context, micro.request({ device: 'mobile' }))).toMatchObject({
    kind: 'did_not_happen',
    reason: 'method_unavailable',
  });
});

test('an order whose answer never comes is unknown, found, and the same when it is sent again', async () => {
  const impatient: typeof ordinary.context = {
    ...ordinary.context,
    http: {
      request: (request) => ordinary.context.http.request({ ...request, timeoutMillis: 300 }),
    },
  };
  simulator.behave({ timeoutAfterAccepting: true });
  const request = ordinary.request();
  expect((await wechatpay.create(impatient, request)).kind).toBe('unknown');
  simulator.behave({ timeoutAfterAccepting: false });
  expect(await wechatpay.query(ordinary.context, referenceTo(request))).toMatchObject({
    status: 'pending',
  });
  expect((await wechatpay.create(ordinary.context, request)).kind).toBe('happened');
  expect(
    (await wechatpay.create(ordinary.context, { ...request, amount: money('CNY', 1) })).kind,
  ).toBe('unknown');
  expect(
    simulator.books().orders.filter(({ number }) => number === request.orderNumber),
  ).toHaveLength(1);
});

test('nobody is reached: a refund may be sent again', async () => {
  const request = await aPaidOrder();
  await simulator.refuseConnections();
  try {
    expect(
      await wechatpay.refund?.(ordinary.context, refundTo(referenceTo(request))),
    ).toMatchObject({
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
  expect((await wechatpay.create(ordinary.context, ordinary.request())).kind).toBe('unknown');
  expect((await wechatpay.query(ordinary.context, payment)).kind).toBe('unknown');
  expect((await wechatpay.close?.(ordinary.context, payment))?.kind).toBe('unknown');
  expect((await wechatpay.refund?.(ordinary.context, refundTo(payment)))?.kind).toBe('unknown');
});

test('a wrong key of ours is refused', async () => {
  const { credentials } = micro.context as WechatPayContext;
  const { merchantPrivateKey } = credentials;
  const context = {
    ...ordinary.context,
    credentials: { ...(ordinary.context.credentials as object), merchantPrivateKey },
  };
  expect(await wechatpay.create(context, ordinary.request())).toMatchObject({
    kind: 'did_not_happen',
    reason: 'invalid_credentials',
  });
});

test('probes and strangers are what they are', async () => {
  // Acknowledged, so that no repetition comes between.
  const request = await aPaidOrder();
  simulator.behave({ habits: { probe: true } });
  await simulator.notify(request.orderNumber);
  expect(ordinary.outcomes.at(-1)).toMatchObject({ reason: 'signature_invalid' });
  simulator.behave({ habits: {}, wrongMerchant: '1999999999' });
  await simulator.notify(request.orderNumber);
  expect(ordinary.outcomes.at(-1)).toMatchObject({ reason: 'wrong_account' });
});

test('a certificate that comes into use is taken without anybody doing anything', async () => {
  const { request } = await partner.start();
  simulator.behave({ habits: { notifyBy: 'next_certificate' } });
  simulator.pay(request.orderNumber);
  await simulation.acknowledged(request.orderNumber);
  expect(partner.outcomes.at(-1)).toMatchObject({ kind: 'verified' });
});

test.each(['certificate', 'public_key'])(
  'an account on the move takes both: %s',
  async (notifyBy) => {
    simulator.behave({ habits: { notifyBy } });
    await aPaidOrder(micro);
    expect(micro.outcomes.at(-1)).toMatchObject({ kind: 'verified' });
  },
);

test('a micro merchant reaches the limit of the day', async () => {
  simulator.behave({ habits: { dailyCapMinor: 500 } });
  expect(await wechatpay.create(micro.context, micro.request())).toMatchObject({
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
  expect((await wechatpay.create(ordinary.context, ordinary.request())).kind).toBe(kind);
});

test('maintenance is told as such', async () => {
  simulator.behave({ maintenance: true });
  expect(await wechatpay.create(ordinary.context, ordinary.request())).toMatchObject({
    reason: 'provider_maintenance',
  });
});

test("a refund in work is asked about; one that the buyer's bank did not take is finished by a person", async () => {
  simulator.behave({ refundsStayPending: true });
  const request = await aPaidOrder();
  const refund = refundTo(referenceTo(request));
  expect(await wechatpay.refund?.(ordinary.context, refund)).toMatchObject({ kind: 'pending' });
  await simulation.settleRefunds(request.orderNumber, 'failed');
  expect(await wechatpay.refund?.(ordinary.context, refund)).toMatchObject({
    kind: 'unknown',
    detail: expect.stringContaining('ABNORMAL'),
  });
  await vi.waitFor(() =>
    expect(ordinary.outcomes.at(-1)).toMatchObject({
      notification: { kind: 'refund', status: 'unknown', providerStatus: 'ABNORMAL' },
    }),
  );
  const receiver = {
    kind: 'buyer',
    bank: 'ICBC_DEBIT',
    account: '6222020000000000000',
    name: '张三',
  } as const;
  expect(await wechatpay.refund?.(ordinary.context, { ...refund, receiver })).toMatchObject({
    kind: 'pending',
  });
  expect(await wechatpay.refund?.(ordinary.context, refund)).toMatchObject({ kind: 'succeeded' });
});

test('a day’s bills hold its payments and refunds, and a damaged file is not taken', async () => {
  const request = await aPaidOrder();
  await wechatpay.refund?.(ordinary.context, refundTo(referenceTo(request)));
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const bill = (kind: 'trade' | 'funds') => wechatpay.statement?.(ordinary.context, { kind, day });
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
