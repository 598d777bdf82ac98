import { describe, expect, test, vi } from 'vitest';
import { camara as simulated } from '#infra/local/providers/camara/simulation.ts';
import { camara } from '#shared/channels/camara/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { referenceTo, refundTo } from '#test/channels/support/channel-desk.ts';
import { openSimulation } from '#test/channels/support/open-simulation.ts';
import { describeOutages } from '#test/channels/support/simulator-cases.ts';

const PHONE = '+34671999000';
const simulation = await openSimulation(camara, simulated);
const { simulator } = simulation;

for (const [name, at] of [
  ['camara in two steps', 0],
  ['camara in one step', 1],
] as const)
  describeOutages({ name, simulation, desk: simulation.deskAt(at), order: { phone: PHONE } });

describe('in two steps', () => {
  const desk = simulation.deskAt(0);

  test('a sale: reserved, code typed wrong and right, confirmed, announced, paid back', async () => {
    const { request, outcome, payment } = await desk.start({ phone: PHONE });
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
    await desk.told({ attemptId: `att_${request.orderNumber}`, isHint: true });
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
    const { request, payment } = await desk.start({ phone: PHONE });
    expect(await camara.close?.(desk.context, payment)).toEqual({ kind: 'closed' });
    const step = { ...request, ...payment };
    expect(await camara.proceed?.(desk.context, step, { kind: 'approved' })).toMatchObject({
      kind: 'found',
      status: 'closed',
    });
  });
});

describe('in one step', () => {
  const desk = simulation.deskAt(1);

  test('a sale: worked on, charged, announced, found', async () => {
    const { request, payment } = await desk.start({ phone: PHONE });
    expect(await camara.query(desk.context, payment)).toMatchObject({ status: 'pending' });
    simulator.pay(request.orderNumber);
    await desk.told({ attemptId: `att_${request.orderNumber}`, isHint: true });
    expect(await camara.query(desk.context, payment)).toMatchObject({
      status: 'succeeded',
      amount: request.amount,
    });
  });

  test('a charge whose answer was lost is found in the operator’s list', async () => {
    simulator.behave({ createStatusAfterAccepting: 502 });
    const request = desk.request({ phone: PHONE });
    expect((await camara.create(desk.context, request)).kind).toBe('unknown');
    simulator.behave({ createStatusAfterAccepting: null });
    expect(await camara.query(desk.context, referenceTo(request))).toMatchObject({
      kind: 'found',
      status: 'pending',
    });
  });
});
