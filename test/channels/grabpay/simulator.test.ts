import { beforeEach, expect, test, vi } from 'vitest';
import { grabpay as simulated } from '#infra/local/providers/grabpay/simulation.ts';
import { grabpay } from '#shared/channels/grabpay/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { referenceTo, refundTo } from '#test/channels/support/channel-desk.ts';
import { openSimulation } from '#test/channels/support/open-simulation.ts';
import { describeOutages } from '#test/channels/support/simulator-cases.ts';

const simulation = await openSimulation(grabpay, simulated);
const { simulator } = simulation;
const desk = simulation.deskAt(0);
beforeEach(() => simulator.behave({ habits: { webhookUrl: desk.context.notifyUrl } }));

describeOutages({ name: 'grabpay', simulation, desk });

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
  const { request, outcome } = await desk.start();
  if (outcome.nextAction.kind !== 'redirect') throw new Error(outcome.nextAction.kind);
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
  const rest = refundTo(paid, { refundAmount: money('SGD', 601) }, 2);
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
