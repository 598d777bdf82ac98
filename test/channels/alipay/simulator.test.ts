import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { alipay as simulation } from '#infra/local/providers/alipay/simulation.ts';
import { type Simulator, startSimulator } from '#infra/local/providers/kit/start-simulator.ts';
import type { CreateOutcome, CreateRequest } from '#shared/application/ports/channel-port.ts';
import { alipay } from '#shared/channels/alipay/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  type ChannelDesk,
  openChannelDesk,
  referenceTo,
  refundTo,
} from '#test/channels/support/channel-desk.ts';

let simulator: Simulator;
let desks: readonly ChannelDesk[];
let pages: ChannelDesk;
let codes: ChannelDesk;
beforeAll(async () => {
  simulator = await startSimulator(simulation, { retrySeconds: [0.05, 0.05, 0.05] });
  desks = await Promise.all(simulator.channels().map((setup) => openChannelDesk(alipay, setup)));
  const [first, second] = desks;
  if (!first || !second || desks.length !== 3) throw new Error('accounts are missing');
  pages = first;
  codes = second;
});
afterAll(async () => {
  await Promise.all(desks.map((desk) => desk.stop()));
  await simulator.stop();
});
beforeEach(() => {
  for (const desk of desks) {
    desk.outcomes.length = 0;
    desk.failNext = 0;
  }
});

const acknowledged = (orderNumber: string) =>
  vi.waitFor(() => expect(simulator.payment(orderNumber)?.acknowledged).toBe(true), 5_000);

/** What the buyer's browser, phone or app does with the next action, up to the page where they pay. */
const open = async (outcome: CreateOutcome): Promise<Response> => {
  if (outcome.kind !== 'happened') throw new Error(JSON.stringify(outcome));
  const action = outcome.nextAction;
  switch (action.kind) {
    case 'redirect':
      return fetch(action.url);
    case 'qr':
      return fetch(action.content);
    case 'form':
      return fetch(action.action, { method: 'POST', body: new URLSearchParams(action.fields) });
    case 'client_params':
      return fetch(`${simulator.url}/gateway.do?${action.params.orderString}`);
    default:
      throw new Error(action.kind);
  }
};

const opened = async (desk: ChannelDesk, change: Partial<CreateRequest> = {}) => {
  const request = desk.request(change);
  const page = await open(await alipay.create(desk.context, request));
  expect(page.url).toMatch(/\/buyer\//);
  await page.arrayBuffer();
  return request;
};

test.each([0, 1, 2])(
  'account %i: ordered, opened, paid, believed, acknowledged, found, paid back in two parts',
  async (at) => {
    const desk = desks[at] as ChannelDesk;
    const request = await opened(desk, { subject: 'VIP会员 100% + a/b & c=d' });
    const payment = referenceTo(request);
    expect(await alipay.query(desk.context, payment)).toMatchObject({ status: 'pending' });
    simulator.pay(request.orderNumber);
    await acknowledged(request.orderNumber);
    expect(desk.outcomes).toMatchObject([
      { notification: { attemptId: `att_${request.orderNumber}`, status: 'succeeded' } },
    ]);
    expect(await alipay.query(desk.context, payment)).toMatchObject({
      status: 'succeeded',
      amount: request.amount,
    });
    expect(await alipay.close?.(desk.context, payment)).toEqual({ kind: 'already_paid' });
    const part = refundTo(payment, { refundAmount: money('CNY', 400) });
    expect(await alipay.refund?.(desk.context, part)).toEqual({ kind: 'succeeded' });
    expect(await alipay.refund?.(desk.context, part)).toEqual({ kind: 'succeeded' });
    const rest = { ...part, refundNumber: `${part.refundNumber.slice(0, -1)}2` };
    expect(
      await alipay.refund?.(desk.context, { ...rest, refundAmount: money('CNY', 601) }),
    ).toMatchObject({ kind: 'did_not_happen' });
    expect(
      await alipay.refund?.(desk.context, { ...rest, refundAmount: money('CNY', 600) }),
    ).toEqual({ kind: 'succeeded' });
    await vi.waitFor(() => expect(desk.outcomes.length).toBe(3));
    expect(desk.outcomes.slice(1)).toMatchObject([
      { notification: { kind: 'refund', refundId: `ref_${part.refundNumber}` } },
      {
        notification: {
          kind: 'refund',
          refundId: `ref_${rest.refundNumber}`,
          providerStatus: 'TRADE_CLOSED',
        },
      },
    ]);
    // Paid, and all of it went back: neither paid nor never paid.
    expect(await alipay.query(desk.context, payment)).toMatchObject({ status: 'unknown' });
    expect(simulator.payment(request.orderNumber)?.refunds).toHaveLength(2);
  },
);

test.each(['desktop', 'mobile', 'alipay', 'app'] as const)('%s comes to Alipay', async (device) => {
  const request = await opened(pages, { device });
  expect(simulator.payment(request.orderNumber)?.state).toBe('unpaid');
});

test('a link too long for browsers is posted, and opens the same page', async () => {
  const subject = '会员'.repeat(120);
  const request = await opened(pages, { subject });
  expect(simulator.payment(request.orderNumber)?.subject).toBe(subject);
});

test('what waits can be closed; what nobody opened is not there, and not closed either', async () => {
  const request = codes.request();
  const created = await alipay.create(codes.context, request);
  const payment = referenceTo(request);
  expect((await alipay.query(codes.context, payment)).kind).toBe('not_found');
  expect((await alipay.close?.(codes.context, payment))?.kind).toBe('unknown');
  await (await open(created)).arrayBuffer();
  expect(await alipay.close?.(codes.context, payment)).toEqual({ kind: 'closed' });
  expect(simulator.pay(request.orderNumber)).toBe(false);
  await vi.waitFor(() =>
    expect(codes.outcomes).toMatchObject([{ notification: { status: 'closed' } }]),
  );
});

test('an order whose answer got lost is sent again as the same one', async () => {
  simulator.behave({ createStatusAfterAccepting: 502 });
  const request = codes.request();
  expect((await alipay.create(codes.context, request)).kind).toBe('unknown');
  simulator.behave({ createStatusAfterAccepting: null });
  expect((await alipay.query(codes.context, referenceTo(request))).kind).toBe('not_found');
  const again = await alipay.create(codes.context, request);
  expect(again).toMatchObject({ kind: 'happened', nextAction: { kind: 'qr' } });
  expect(
    await alipay.create(codes.context, { ...request, amount: money('CNY', 999) }),
  ).toMatchObject({ kind: 'unknown' });
  await (await open(again)).arrayBuffer();
  simulator.pay(request.orderNumber);
  await acknowledged(request.orderNumber);
  expect(await alipay.query(codes.context, referenceTo(request))).toMatchObject({
    status: 'succeeded',
  });
  expect((await alipay.create(codes.context, request)).kind).toBe('unknown');
});

test('nobody answers: it is unknown, not failed', async () => {
  await simulator.refuseConnections();
  expect(await alipay.create(codes.context, codes.request())).toMatchObject({
    kind: 'did_not_happen',
    reason: 'provider_unreachable',
  });
  expect((await alipay.query(pages.context, referenceTo(pages.request()))).kind).toBe('unknown');
  await simulator.acceptConnections();
});

test.each([
  ['ACQ.TOTAL_FEE_EXCEED', 'amount_out_of_range'],
  ['ACQ.SELLER_BEEN_BLOCKED', 'account_suspended'],
])('%s is %s', async (word, reason) => {
  simulator.behave({ refuseOrdersWith: word });
  expect(await alipay.create(codes.context, codes.request())).toMatchObject({
    kind: 'did_not_happen',
    reason,
  });
  simulator.behave({ refuseOrdersWith: null });
});

test('a refund that stays in work is unknown until Alipay tells that it is done', async () => {
  const request = await opened(pages);
  simulator.pay(request.orderNumber);
  await acknowledged(request.orderNumber);
  simulator.behave({ refundsStayPending: true });
  const refund = refundTo(referenceTo(request));
  expect((await alipay.refund?.(pages.context, refund))?.kind).toBe('unknown');
  expect((await alipay.refund?.(pages.context, refund))?.kind).toBe('unknown');
  simulator.behave({ refundsStayPending: false });
  const url = `${simulator.url}/control/orders/${request.orderNumber}/settle-refunds`;
  await fetch(url, { method: 'POST' });
  expect(await alipay.refund?.(pages.context, refund)).toEqual({ kind: 'succeeded' });
  expect(simulator.payment(request.orderNumber)?.refunds).toHaveLength(1);
});

test('bad signatures, wrong amounts, duplicates and strangers are what they are', async () => {
  const request = await opened(pages);
  simulator.behave({ badSignature: true });
  simulator.pay(request.orderNumber);
  await vi.waitFor(() => expect(pages.outcomes[0]).toMatchObject({ reason: 'signature_invalid' }));
  simulator.behave({ badSignature: false, wrongAmountMinor: 1, duplicates: 1 });
  await acknowledged(request.orderNumber);
  expect(pages.outcomes.slice(-2)).toMatchObject([
    { notification: { amount: money('CNY', 1) } },
    { notification: { amount: money('CNY', 1) } },
  ]);
  simulator.behave({ wrongAmountMinor: null, duplicates: 0, wrongMerchant: '2021999999999999' });
  await simulator.notify(request.orderNumber);
  expect(pages.outcomes.at(-1)).toMatchObject({ reason: 'wrong_account' });
  simulator.behave({ wrongMerchant: null });
});

test('a notification that could not be stored comes again', async () => {
  const request = await opened(pages);
  pages.failNext = 2;
  simulator.pay(request.orderNumber);
  await acknowledged(request.orderNumber);
  expect(pages.outcomes).toHaveLength(3);
});

test('a day’s bill is a zip of two GBK files, for half a minute', async () => {
  const request = await opened(pages, { subject: '对账用 会员' });
  simulator.pay(request.orderNumber);
  await acknowledged(request.orderNumber);
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  for (const kind of ['trade', 'funds'] as const) {
    const bill = await alipay.statement?.(pages.context, { kind, day });
    if (bill?.kind !== 'file') throw new Error(JSON.stringify(bill));
    const text = new TextDecoder('gbk').decode(bill.bytes);
    expect(text).toContain(request.orderNumber);
    expect(text).toContain('对账用 会员');
  }
  expect(
    await alipay.statement?.(pages.context, { kind: 'trade', day: '2026-01-01' }),
  ).toMatchObject({ kind: 'no_file' });
});

test('somebody else’s keys are told from a gateway that is out of order', async () => {
  const { appPrivateKey } = codes.context.credentials as { appPrivateKey: string };
  const credentials = { ...(pages.context.credentials as object), appPrivateKey };
  const payment = referenceTo(pages.request());
  expect(
    await alipay.query({ ...pages.context, now: new Date(), credentials }, payment),
  ).toMatchObject({ kind: 'unknown', reason: 'invalid_credentials' });
});
