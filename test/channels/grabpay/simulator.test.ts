import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { grabpay as simulation } from '#infra/local/providers/grabpay/simulation.ts';
import { type Simulator, startSimulator } from '#infra/local/providers/kit/start-simulator.ts';
import { grabpay } from '#shared/channels/grabpay/index.ts';
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
  desk = await openChannelDesk(grabpay, setup);
  simulator.behave({ habits: { webhookUrl: desk.context.notifyUrl } });
});
afterAll(async () => {
  await desk.stop();
  await simulator.stop();
});
beforeEach(() => {
  desk.outcomes.length = 0;
});

/** The buyer's browser: consents, and comes back with what Grab put into the address. */
const agree = async (url: string): Promise<Record<string, string>> => {
  const page = await fetch(url, { redirect: 'manual' });
  const back = await fetch(page.headers.get('location') ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'action=pay',
    redirect: 'manual',
  });
  return Object.fromEntries(new URL(back.headers.get('location') ?? '').searchParams);
};

const start = async () => {
  const request = desk.request();
  const outcome = await grabpay.create(desk.context, request);
  if (outcome.kind !== 'happened' || outcome.nextAction.kind !== 'redirect')
    throw new Error(JSON.stringify(outcome));
  return { request, payment: referenceTo(request), url: outcome.nextAction.url };
};

test('a sale: agreed, not charged before it is completed, charged once, paid back', async () => {
  const { request, payment, url } = await start();
  expect(await grabpay.query(desk.context, payment)).toMatchObject({ status: 'pending' });
  const query = await agree(url);
  expect(query.state).toBe(request.sharedReturn.state);
  expect(simulator.payment(request.orderNumber)?.state).toBe('approved');
  const step = { kind: 'returned', query, form: {} } as const;
  const charged = await grabpay.proceed?.(desk.context, { ...request, ...payment }, step);
  expect(charged).toMatchObject({ kind: 'found', status: 'succeeded', amount: request.amount });
  if (charged?.kind !== 'found') return;
  await vi.waitFor(() =>
    expect(desk.outcomes).toMatchObject([
      { notification: { attemptId: `att_${request.orderNumber}`, isHint: true } },
    ]),
  );
  const { kept = '', providerReference = '' } = charged;
  const paid = { ...payment, kept, providerReference };
  expect(await grabpay.query(desk.context, paid)).toMatchObject({ status: 'succeeded' });
  const half = refundTo(paid, { refundAmount: money('SGD', 400) });
  expect(await grabpay.refund?.(desk.context, half)).toMatchObject({ kind: 'succeeded' });
  expect(await grabpay.refund?.(desk.context, half)).toMatchObject({ kind: 'succeeded' });
  const rest = refundTo(paid, {
    refundNumber: `${half.refundNumber.slice(0, -1)}2`,
    refundAmount: money('SGD', 601),
  });
  expect(await grabpay.refund?.(desk.context, rest)).toMatchObject({ kind: 'did_not_happen' });
  expect(simulator.books().totals).toMatchObject({ paidMinor: 1000, refundedMinor: 400 });
});

test('a buyer who agrees and never comes back is charged when the order says so', async () => {
  const { request, payment, url } = await start();
  await agree(url);
  expect(await grabpay.query(desk.context, payment)).toMatchObject({
    status: 'pending',
    awaitsApprovedStep: true,
  });
  const step = { ...request, ...payment };
  expect(await grabpay.proceed?.(desk.context, step, { kind: 'approved' })).toMatchObject({
    status: 'succeeded',
  });
  // Without the token that was kept, it is the same charge.
  expect(await grabpay.proceed?.(desk.context, step, { kind: 'approved' })).toMatchObject({
    status: 'succeeded',
  });
});

test('somebody else’s code completes nothing', async () => {
  const victim = await start();
  const other = await start();
  const query = { ...(await agree(other.url)), state: victim.request.sharedReturn.state };
  const step = { kind: 'returned', query, form: {} } as const;
  const outcome = await grabpay.proceed?.(
    desk.context,
    { ...victim.request, ...victim.payment },
    step,
  );
  expect(outcome).toMatchObject({ status: 'pending' });
  expect(simulator.payment(other.request.orderNumber)?.state).toBe('approved');
});
