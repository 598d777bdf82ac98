import { beforeEach, expect, test, vi } from 'vitest';
import { paypal as simulated } from '#infra/local/providers/paypal/simulation.ts';
import { paypal } from '#shared/channels/paypal/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { refundTo } from '#test/channels/support/channel-desk.ts';
import { openSimulation } from '#test/channels/support/open-simulation.ts';
import { describeOutages } from '#test/channels/support/simulator-cases.ts';

const simulation = await openSimulation(paypal, simulated);
const { simulator } = simulation;
const desk = simulation.deskAt(0);
const habits = { webhookUrl: desk.context.notifyUrl };
beforeEach(() => simulator.behave({ habits }));

describeOutages({ name: 'paypal', simulation, desk });

const heard = (count: number) => vi.waitFor(() => expect(desk.outcomes.length).toBe(count), 5_000);

test('a sale: approved, announced, captured once, reported, paid back, disputed', async () => {
  const { request, payment } = await desk.start();
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
  const { request, payment } = await desk.start();
  simulator.pay(request.orderNumber);
  simulator.behave({ habits: { ...habits, declineCapture: true } });
  const step = { ...request, ...payment };
  expect(await paypal.proceed?.(desk.context, step, { kind: 'approved' })).toMatchObject({
    kind: 'next',
    nextAction: { kind: 'redirect' },
  });
});

test('a bad signature is refused, and the repetition is believed', async () => {
  const { request } = await desk.start();
  simulator.behave({ badSignature: true });
  simulator.pay(request.orderNumber);
  await heard(1);
  expect(desk.outcomes[0]).toMatchObject({ reason: 'signature_invalid' });
  simulator.behave({ badSignature: false });
  await vi.waitFor(() => expect(desk.outcomes.at(-1)).toMatchObject({ kind: 'verified' }), 5_000);
});
