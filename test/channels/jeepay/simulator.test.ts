import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { jeepay as simulation } from '#infra/local/providers/jeepay/simulation.ts';
import { type Simulator, startSimulator } from '#infra/local/providers/kit/start-simulator.ts';
import { jeepay } from '#shared/channels/jeepay/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  type ChannelDesk,
  openChannelDesk,
  referenceTo,
  refundTo,
} from '#test/channels/support/channel-desk.ts';

let simulator: Simulator;
let desk: ChannelDesk;
beforeAll(async () => {
  simulator = await startSimulator(simulation, { retrySeconds: [0.05, 0.05, 0.05] });
  const [setup] = simulator.channels();
  if (!setup) throw new Error('no account');
  desk = await openChannelDesk(jeepay, setup);
});
afterAll(async () => {
  await desk.stop();
  await simulator.stop();
});
beforeEach(() => {
  desk.outcomes.length = 0;
});

const acknowledged = (orderNumber: string) =>
  vi.waitFor(() => expect(simulator.payment(orderNumber)?.acknowledged).toBe(true), 5_000);

test('a sale: ordered, paid, believed, acknowledged, found, paid back in two parts', async () => {
  const request = desk.request();
  expect(await jeepay.create(desk.context, request)).toMatchObject({
    kind: 'happened',
    nextAction: { kind: 'qr' },
  });
  const payment = referenceTo(request);
  expect(await jeepay.query(desk.context, payment)).toMatchObject({ status: 'pending' });
  simulator.pay(request.orderNumber);
  await acknowledged(request.orderNumber);
  expect(desk.outcomes).toMatchObject([
    { notification: { attemptId: `att_${request.orderNumber}`, status: 'succeeded' } },
  ]);
  expect(await jeepay.query(desk.context, payment)).toMatchObject({
    status: 'succeeded',
    amount: request.amount,
  });
  const half = refundTo(payment, { refundAmount: money('CNY', 400) });
  expect(await jeepay.refund?.(desk.context, half)).toMatchObject({ kind: 'succeeded' });
  expect(await jeepay.refund?.(desk.context, half)).toMatchObject({ kind: 'succeeded' });
  const rest = { ...half, refundNumber: `${half.refundNumber.slice(0, -1)}2` };
  expect(
    await jeepay.refund?.(desk.context, { ...rest, refundAmount: money('CNY', 601) }),
  ).toMatchObject({ kind: 'did_not_happen' });
  expect(
    await jeepay.refund?.(desk.context, { ...rest, refundAmount: money('CNY', 600) }),
  ).toMatchObject({ kind: 'succeeded' });
  await vi.waitFor(() => expect(desk.outcomes.length).toBe(3));
  expect(desk.outcomes.slice(1)).toMatchObject([
    { notification: { kind: 'refund', refundId: `ref_${half.refundNumber}`, status: 'succeeded' } },
    { notification: { kind: 'refund', refundId: `ref_${rest.refundNumber}`, status: 'succeeded' } },
  ]);
  expect(simulator.books().totals).toMatchObject({ paidMinor: 1000, refundedMinor: 1000 });
});

test('a phone gets a link, and what waits can be closed', async () => {
  const request = desk.request({ method: 'wechat_pay', device: 'mobile' });
  expect(await jeepay.create(desk.context, request)).toMatchObject({
    nextAction: { kind: 'redirect' },
  });
  expect(await jeepay.close?.(desk.context, referenceTo(request))).toEqual({ kind: 'closed' });
  expect(simulator.pay(request.orderNumber)).toBe(false);
});

test('an order whose answer is lost is found again', async () => {
  simulator.behave({ createStatusAfterAccepting: 502 });
  const request = desk.request();
  expect((await jeepay.create(desk.context, request)).kind).toBe('unknown');
  simulator.behave({ createStatusAfterAccepting: null });
  expect(await jeepay.query(desk.context, referenceTo(request))).toMatchObject({
    status: 'pending',
  });
});

test('bad signatures, wrong amounts and duplicates are what they are', async () => {
  const request = desk.request();
  await jeepay.create(desk.context, request);
  simulator.behave({ badSignature: true });
  simulator.pay(request.orderNumber);
  await vi.waitFor(() => expect(desk.outcomes[0]).toMatchObject({ reason: 'signature_invalid' }));
  simulator.behave({ badSignature: false, wrongAmountMinor: 1, duplicates: 1 });
  await acknowledged(request.orderNumber);
  simulator.behave({ wrongAmountMinor: null, duplicates: 0 });
  expect(desk.outcomes.slice(-2)).toMatchObject([
    { notification: { amount: money('CNY', 1) } },
    { notification: { amount: money('CNY', 1) } },
  ]);
});
