import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { camara as simulation } from '#infra/local/providers/camara/simulation.ts';
import { type Simulator, startSimulator } from '#infra/local/providers/kit/start-simulator.ts';
import { camara } from '#shared/channels/camara/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  type ChannelDesk,
  openChannelDesk,
  referenceTo,
  refundTo,
} from '#test/channels/support/channel-desk.ts';

let simulator: Simulator;
const desks: ChannelDesk[] = [];
beforeAll(async () => {
  simulator = await startSimulator(simulation, { retrySeconds: [0.05, 0.05, 0.05] });
  for (const setup of simulator.channels()) desks.push(await openChannelDesk(camara, setup));
});
afterAll(async () => {
  await Promise.all(desks.map((desk) => desk.stop()));
  await simulator.stop();
});

const deskAt = (at: number): ChannelDesk => {
  const desk = desks[at];
  if (!desk) throw new Error('no desk');
  return desk;
};

const start = async (desk: ChannelDesk) => {
  const request = desk.request({ phone: '+34671999000' });
  const outcome = await camara.create(desk.context, request);
  if (outcome.kind !== 'happened') throw new Error(outcome.detail);
  const { providerReference = '', kept = '' } = outcome;
  return { request, outcome, payment: referenceTo(request, { providerReference, kept }) };
};

const announced = (desk: ChannelDesk, orderNumber: string) =>
  vi.waitFor(
    () =>
      expect(desk.outcomes).toContainEqual(
        expect.objectContaining({
          notification: expect.objectContaining({
            attemptId: `att_${orderNumber}`,
            isHint: true,
          }),
        }),
      ),
    5_000,
  );

describe('in two steps', () => {
  test('a sale: reserved, code typed wrong and right, confirmed, announced, paid back', async () => {
    const desk = deskAt(0);
    const { request, outcome, payment } = await start(desk);
    expect(outcome.nextAction).toEqual({
      kind: 'enter_code',
      sentTo: '+346****00',
      canResend: false,
    });
    const step = { ...request, ...payment };
    const wrong = await camara.proceed?.(desk.context, step, { kind: 'code', code: '1' });
    expect(wrong).toMatchObject({ kind: 'not_accepted', reason: 'authentication_failed' });
    const code = String(simulator.payment(request.orderNumber)?.extra.code);
    const right = await camara.proceed?.(desk.context, step, { kind: 'code', code });
    expect(right).toMatchObject({ kind: 'found', status: 'succeeded', amount: request.amount });
    await announced(desk, request.orderNumber);
    // The code again is the payment that is there.
    expect(await camara.proceed?.(desk.context, step, { kind: 'code', code })).toMatchObject({
      status: 'succeeded',
    });
    const half = refundTo(payment, { refundAmount: money('EUR', 400) });
    expect(await camara.refund?.(desk.context, half)).toMatchObject({ kind: 'succeeded' });
    expect(await camara.refund?.(desk.context, half)).toMatchObject({ kind: 'succeeded' });
    await vi.waitFor(() =>
      expect(desk.outcomes.at(-1)).toMatchObject({
        notification: { kind: 'refund', refundId: `ref_${half.refundNumber}` },
      }),
    );
    expect(simulator.books().totals).toMatchObject({ paidMinor: 1000, refundedMinor: 400 });
  });

  test('a reservation that nobody wants is cancelled, and cannot be confirmed', async () => {
    const desk = deskAt(0);
    const { request, payment } = await start(desk);
    expect(await camara.close?.(desk.context, payment)).toEqual({ kind: 'closed' });
    const step = { ...request, ...payment };
    expect(await camara.proceed?.(desk.context, step, { kind: 'approved' })).toMatchObject({
      kind: 'found',
      status: 'closed',
    });
  });
});

describe('in one step', () => {
  test('a sale: worked on, charged, announced, found', async () => {
    const desk = deskAt(1);
    const { request, payment } = await start(desk);
    expect(await camara.query(desk.context, payment)).toMatchObject({ status: 'pending' });
    simulator.pay(request.orderNumber);
    await announced(desk, request.orderNumber);
    expect(await camara.query(desk.context, payment)).toMatchObject({
      status: 'succeeded',
      amount: request.amount,
    });
  });

  test('a charge whose answer was lost is found in the operator’s list', async () => {
    const desk = deskAt(1);
    simulator.behave({ createStatusAfterAccepting: 502 });
    const request = desk.request({ phone: '+34671999000' });
    expect((await camara.create(desk.context, request)).kind).toBe('unknown');
    simulator.behave({ createStatusAfterAccepting: null });
    expect(await camara.query(desk.context, referenceTo(request))).toMatchObject({
      kind: 'found',
      status: 'pending',
    });
    expect((await camara.create(desk.context, request)).kind).toBe('unknown');
  });
});
