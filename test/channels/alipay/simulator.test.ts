import { expect, test, vi } from 'vitest';
import { alipay as simulated } from '#infra/local/providers/alipay/simulation.ts';
import type { CreateOutcome, CreateRequest } from '#shared/application/ports/channel-port.ts';
import { alipay } from '#shared/channels/alipay/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  type ChannelDesk,
  referenceTo,
  refundTo,
  type StartedPayment,
} from '#test/channels/support/channel-desk.ts';
import { openSimulation } from '#test/channels/support/open-simulation.ts';
import { describeOutages, describeSales } from '#test/channels/support/simulator-cases.ts';

const simulation = await openSimulation(alipay, simulated);
const { simulator } = simulation;
const [pages, codes, provider] = [0, 1, 2].map(simulation.deskAt) as [
  ChannelDesk,
  ChannelDesk,
  ChannelDesk,
];

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

const opened = async (
  desk: ChannelDesk,
  change: Partial<CreateRequest> = {},
): Promise<StartedPayment> => {
  const started = await desk.start(change);
  const page = await open(started.outcome);
  expect(page.url).toMatch(/\/buyer\//);
  await page.arrayBuffer();
  return started;
};

for (const [name, desk] of Object.entries({ pages, codes, provider })) {
  const subject = {
    name,
    simulation,
    desk,
    start: (change?: Partial<CreateRequest>) =>
      opened(desk, { subject: 'VIP会员 100% + a/b & c=d', ...change }),
    createsWithoutCall: desk === pages,
    refundsAtOnce: true,
    closes: true,
  };
  describeSales(subject);
  describeOutages(subject);

  test(`${name}: all of it went back: the trade is closed, neither paid nor never paid`, async () => {
    const { request, payment } = await opened(desk);
    simulator.pay(request.orderNumber);
    await simulation.acknowledged(request.orderNumber);
    expect(await alipay.refund?.(desk.context, refundTo(payment))).toEqual({ kind: 'succeeded' });
    await desk.told({ kind: 'refund', providerStatus: 'TRADE_CLOSED' });
    expect(await alipay.query(desk.context, payment)).toMatchObject({ status: 'unknown' });
  });
}

test.each(['desktop', 'mobile', 'alipay', 'app'] as const)('%s comes to Alipay', async (device) => {
  const { request } = await opened(pages, { device });
  expect(simulator.payment(request.orderNumber)?.state).toBe('unpaid');
});

test('a link too long for browsers is posted, and opens the same page', async () => {
  const subject = '会员'.repeat(120);
  const { request } = await opened(pages, { subject });
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
  await simulation.acknowledged(request.orderNumber);
  expect(await alipay.query(codes.context, referenceTo(request))).toMatchObject({
    status: 'succeeded',
  });
  expect((await alipay.create(codes.context, request)).kind).toBe('unknown');
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
});

test('a refund that stays in work is unknown until Alipay tells that it is done', async () => {
  const { request } = await opened(pages);
  simulator.pay(request.orderNumber);
  await simulation.acknowledged(request.orderNumber);
  simulator.behave({ refundsStayPending: true });
  const refund = refundTo(referenceTo(request));
  expect((await alipay.refund?.(pages.context, refund))?.kind).toBe('unknown');
  expect((await alipay.refund?.(pages.context, refund))?.kind).toBe('unknown');
  await simulation.settleRefunds(request.orderNumber);
  expect(await alipay.refund?.(pages.context, refund)).toEqual({ kind: 'succeeded' });
  expect(simulator.payment(request.orderNumber)?.refunds).toHaveLength(1);
});

test('a notification for another account is refused', async () => {
  const { request } = await opened(pages);
  simulator.pay(request.orderNumber);
  await simulation.acknowledged(request.orderNumber);
  simulator.behave({ wrongMerchant: '2021999999999999' });
  await simulator.notify(request.orderNumber);
  expect(pages.outcomes.at(-1)).toMatchObject({ reason: 'wrong_account' });
});

test('a day’s bill is a zip of two GBK files, for half a minute', async () => {
  const { request } = await opened(pages, { subject: '对账用 会员' });
  simulator.pay(request.orderNumber);
  await simulation.acknowledged(request.orderNumber);
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
