import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Simulator, startSimulator } from '#infra/local/providers/kit/start-simulator.ts';
import { paypal as simulation } from '#infra/local/providers/paypal/simulation.ts';
import { paypal } from '#shared/channels/paypal/index.ts';
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
  desk = await openChannelDesk(paypal, setup);
});
afterAll(async () => {
  await desk.stop();
  await simulator.stop();
});
beforeEach(() => {
  desk.outcomes.length = 0;
  simulator.behave({ habits: { webhookUrl: desk.context.notifyUrl } });
});

const start = async () => {
  const request = desk.request();
  const outcome = await paypal.create(desk.context, request);
  if (outcome.kind !== 'happened') throw new Error(outcome.detail);
  const providerReference = outcome.providerReference ?? '';
  return { request, outcome, payment: referenceTo(request, { providerReference }) };
};

const heard = (count: number) => vi.waitFor(() => expect(desk.outcomes.length).toBe(count), 5_000);

test('a sale: approved, announced, captured once, reported, paid back, disputed', async () => {
  const { request, payment } = await start();
  expect(await paypal.query(desk.context, payment)).toMatchObject({ status: 'pending' });
  simulator.pay(request.orderNumber);
  await heard(1);
  expect(desk.outcomes[0]).toMatchObject({
    notification: { attemptId: `att_${request.orderNumber}`, status: 'pending', isHint: true },
  });
  expect(simulator.payment(request.orderNumber)?.state).toBe('approved');
  const step = { ...request, ...payment };
  for (const _ of [1, 2])
    expect(await paypal.proceed?.(desk.context, step, { kind: 'approved' })).toMatchObject({
      kind: 'found',
      status: 'succeeded',
      amount: request.amount,
    });
  await heard(2);
  expect(desk.outcomes[1]).toMatchObject({
    notification: { status: 'succeeded', amount: request.amount },
  });
  const half = refundTo(payment, { refundAmount: money('USD', 400) });
  expect(await paypal.refund?.(desk.context, half)).toMatchObject({ kind: 'succeeded' });
  expect(await paypal.refund?.(desk.context, half)).toMatchObject({ kind: 'succeeded' });
  await heard(3);
  expect(desk.outcomes[2]).toMatchObject({
    notification: { kind: 'refund', refundId: `ref_${half.refundNumber}`, status: 'succeeded' },
  });
  await simulator.notify(request.orderNumber, 'dispute');
  expect(desk.outcomes[3]).toMatchObject({ notification: { kind: 'dispute', status: 'open' } });
  expect(simulator.books().totals).toMatchObject({ paidMinor: 1000, refundedMinor: 400 });
});

test('a declined card sends the buyer back to the same order', async () => {
  const { request, payment } = await start();
  simulator.pay(request.orderNumber);
  simulator.behave({ habits: { webhookUrl: desk.context.notifyUrl, declineCapture: true } });
  const step = { ...request, ...payment };
  expect(await paypal.proceed?.(desk.context, step, { kind: 'approved' })).toMatchObject({
    kind: 'next',
    nextAction: { kind: 'redirect' },
  });
});

test('an order whose answer is lost is the same when it is sent again', async () => {
  simulator.behave({ createStatusAfterAccepting: 502 });
  const request = desk.request();
  expect((await paypal.create(desk.context, request)).kind).toBe('unknown');
  simulator.behave({ createStatusAfterAccepting: null });
  expect(await paypal.create(desk.context, request)).toMatchObject({
    kind: 'happened',
    providerReference: simulator.payment(request.orderNumber)?.reference,
  });
});

test('a bad signature is refused, and the repetition is believed', async () => {
  const { request } = await start();
  simulator.behave({ badSignature: true });
  simulator.pay(request.orderNumber);
  await heard(1);
  expect(desk.outcomes[0]).toMatchObject({ reason: 'signature_invalid' });
  simulator.behave({ badSignature: false });
  await vi.waitFor(() => expect(desk.outcomes.at(-1)).toMatchObject({ kind: 'verified' }), 5_000);
});
