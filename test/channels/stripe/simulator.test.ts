import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Simulator, startSimulator } from '#infra/local/providers/kit/start-simulator.ts';
import { stripe as simulation } from '#infra/local/providers/stripe/simulation.ts';
import { stripe } from '#shared/channels/stripe/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  type ChannelDesk,
  openChannelDesk,
  referenceTo,
  refundTo,
} from '#test/channels/support/channel-desk.ts';

let simulator: Simulator;
const desks = new Map<string, ChannelDesk>();
beforeAll(async () => {
  simulator = await startSimulator(simulation, { retrySeconds: [0.05, 0.05, 0.05] });
  const [setup] = simulator.channels();
  if (!setup) throw new Error('no account');
  for (const accessMode of ['hosted', 'elements'])
    desks.set(
      accessMode,
      await openChannelDesk(stripe, { ...setup, config: { ...setup.config, accessMode } }),
    );
});
afterAll(async () => {
  for (const desk of desks.values()) await desk.stop();
  await simulator.stop();
});

describe.each(['hosted', 'elements'])('%s', (accessMode) => {
  let desk: ChannelDesk;
  beforeEach(() => {
    const opened = desks.get(accessMode);
    if (!opened) throw new Error('no desk');
    desk = opened;
    desk.outcomes.length = 0;
    simulator.behave({ habits: { webhookUrl: desk.context.notifyUrl } });
  });

  const acknowledged = (orderNumber: string) =>
    vi.waitFor(() => expect(simulator.payment(orderNumber)?.acknowledged).toBe(true), 5_000);

  const start = async (change = {}) => {
    const request = desk.request(change);
    const outcome = await stripe.create(desk.context, request);
    if (outcome.kind !== 'happened') throw new Error(outcome.detail);
    const providerReference = outcome.providerReference ?? '';
    return { request, outcome, payment: referenceTo(request, { providerReference }) };
  };

  test('a sale: made, paid, believed, acknowledged, found, paid back, disputed', async () => {
    const { request, payment } = await start();
    expect(await stripe.query(desk.context, payment)).toMatchObject({ status: 'pending' });
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
    expect(await stripe.query(desk.context, payment)).toMatchObject({
      status: 'succeeded',
      amount: request.amount,
    });
    const half = refundTo(payment, { refundAmount: money('USD', 400) });
    expect(await stripe.refund?.(desk.context, half)).toMatchObject({ kind: 'succeeded' });
    expect(await stripe.refund?.(desk.context, half)).toMatchObject({ kind: 'succeeded' });
    await vi.waitFor(() => expect(desk.outcomes.length).toBe(2));
    expect(desk.outcomes[1]).toMatchObject({
      notification: { kind: 'refund', refundId: `ref_${half.refundNumber}`, status: 'succeeded' },
    });
    await simulator.notify(request.orderNumber, 'dispute');
    expect(desk.outcomes.at(-1)).toMatchObject({
      notification: { kind: 'dispute', attemptId: `att_${request.orderNumber}`, status: 'open' },
    });
    expect(simulator.books().totals.refundedMinor).toBeGreaterThanOrEqual(400);
  });

  test('the same payment sent again is the same object', async () => {
    const { request, outcome } = await start();
    expect(await stripe.create(desk.context, request)).toEqual(outcome);
  });

  test('an order whose answer is lost is the same when it is sent again', async () => {
    simulator.behave({ createStatusAfterAccepting: 502 });
    const request = desk.request();
    expect((await stripe.create(desk.context, request)).kind).toBe('unknown');
    simulator.behave({ createStatusAfterAccepting: null });
    expect((await stripe.query(desk.context, referenceTo(request))).kind).toBe('not_found');
    const again = await stripe.create(desk.context, request);
    const known = simulator.payment(request.orderNumber)?.reference;
    expect(again).toMatchObject({ kind: 'happened', providerReference: known });
  });

  test('what waits is closed; what is paid is not', async () => {
    const waiting = await start();
    expect(await stripe.close?.(desk.context, waiting.payment)).toEqual({ kind: 'closed' });
    expect(await stripe.query(desk.context, waiting.payment)).toMatchObject({ status: 'closed' });
    const paid = await start();
    simulator.pay(paid.request.orderNumber);
    expect(await stripe.close?.(desk.context, paid.payment)).toEqual({ kind: 'already_paid' });
  });

  test('a bad signature is refused, and the repetition is believed', async () => {
    const { request } = await start();
    simulator.behave({ badSignature: true });
    simulator.pay(request.orderNumber);
    await vi.waitFor(() => expect(desk.outcomes[0]).toMatchObject({ reason: 'signature_invalid' }));
    simulator.behave({ badSignature: false });
    await acknowledged(request.orderNumber);
  });

  test('a test call tells a good key from a bad one', async () => {
    const unused = referenceTo(desk.request());
    expect((await stripe.test?.(desk.context, unused))?.kind).toBe('not_found');
    const credentials = { secretKey: 'sk_test_wrongwrong', webhookSecret: 'whsec_wrongwrong' };
    expect(await stripe.test?.({ ...desk.context, credentials }, unused)).toMatchObject({
      kind: 'unknown',
      reason: 'invalid_credentials',
    });
  });
});
