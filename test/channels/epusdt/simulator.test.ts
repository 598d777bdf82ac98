import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { epusdt as simulation } from '#infra/local/providers/epusdt/simulation.ts';
import { type Simulator, startSimulator } from '#infra/local/providers/kit/start-simulator.ts';
import { epusdt } from '#shared/channels/epusdt/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  type ChannelDesk,
  openChannelDesk,
  referenceTo,
} from '#test/channels/support/channel-desk.ts';

let simulator: Simulator;
const desks: ChannelDesk[] = [];
beforeAll(async () => {
  simulator = await startSimulator(simulation, { retrySeconds: [0.05, 0.05, 0.05] });
  for (const setup of simulator.channels()) desks.push(await openChannelDesk(epusdt, setup));
});
afterAll(async () => {
  await Promise.all(desks.map((desk) => desk.stop()));
  await simulator.stop();
});

const paid = (orderNumber: string) =>
  vi.waitFor(() => expect(simulator.payment(orderNumber)?.acknowledged).toBe(true), 5_000);

describe.each([0, 1])('the dialect of desk %i', (at) => {
  test.each([1000n, 1n + 1n, 100_000_000n, 123_456_789n])(
    'a sale for %d: ordered, paid, believed, acknowledged, found',
    async (minor) => {
      const desk = desks[at] as ChannelDesk;
      const request = desk.request({ amount: money('CNY', minor) });
      const outcome = await epusdt.create(desk.context, request);
      expect(outcome).toMatchObject({ kind: 'happened' });
      if (outcome.kind !== 'happened') return;
      const payment = referenceTo(request, { providerReference: outcome.providerReference ?? '' });
      expect(await epusdt.query(desk.context, payment)).toMatchObject({ status: 'pending' });
      simulator.pay(request.orderNumber);
      await paid(request.orderNumber);
      expect(desk.outcomes.at(-1)).toMatchObject({
        kind: 'verified',
        notification: {
          attemptId: `att_${request.orderNumber}`,
          status: 'succeeded',
          amount: request.amount,
        },
      });
      expect(await epusdt.query(desk.context, payment)).toMatchObject({
        kind: 'found',
        status: 'succeeded',
        amount: request.amount,
      });
    },
  );

  test('a bad signature is refused, and the repetition is believed', async () => {
    const desk = desks[at] as ChannelDesk;
    const request = desk.request();
    await epusdt.create(desk.context, request);
    simulator.behave({ badSignature: true });
    simulator.pay(request.orderNumber);
    await vi.waitFor(() =>
      expect(desk.outcomes.at(-1)).toMatchObject({ reason: 'signature_invalid' }),
    );
    simulator.behave({ badSignature: false });
    await paid(request.orderNumber);
  });

  test('an answer that never comes leaves it unknown', async () => {
    const desk = desks[at] as ChannelDesk;
    simulator.behave({ createStatusAfterAccepting: 502 });
    const request = desk.request();
    expect((await epusdt.create(desk.context, request)).kind).toBe('unknown');
    simulator.behave({ createStatusAfterAccepting: null });
    // The number is known there: it may be paid.
    expect((await epusdt.create(desk.context, request)).kind).toBe('unknown');
  });
});

test('BEpusdt closes what waits, and says when it was too late', async () => {
  const desk = desks[1] as ChannelDesk;
  const request = desk.request();
  const outcome = await epusdt.create(desk.context, request);
  const providerReference = outcome.kind === 'happened' ? outcome.providerReference : undefined;
  const payment = referenceTo(request, { providerReference: providerReference ?? '' });
  expect(await epusdt.close?.(desk.context, payment)).toEqual({ kind: 'closed' });
  expect(await epusdt.query(desk.context, payment)).toMatchObject({ status: 'closed' });
  expect(simulator.pay(request.orderNumber)).toBe(false);
});
