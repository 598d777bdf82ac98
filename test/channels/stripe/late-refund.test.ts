import { afterAll, beforeAll, expect, test } from 'vitest';
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
let desk: ChannelDesk;
beforeAll(async () => {
  simulator = await startSimulator(simulation);
  const [setup] = simulator.channels();
  if (!setup) throw new Error('no account');
  desk = await openChannelDesk(stripe, setup);
});
afterAll(async () => {
  await desk.stop();
  await simulator.stop();
});

test('a refund of days ago that is asked for again goes back once', async () => {
  const request = desk.request();
  const made = await stripe.create(desk.context, request);
  if (made.kind !== 'happened') throw new Error(made.detail);
  simulator.pay(request.orderNumber);
  const payment = referenceTo(request, { providerReference: made.providerReference ?? '' });
  const refund = refundTo(payment, {
    refundAmount: money('USD', 400),
    refundCreatedAt: new Date(Date.now() - 3 * 86_400_000),
  });
  for (const _ of [1, 2])
    expect(await stripe.refund?.(desk.context, refund)).toMatchObject({ kind: 'succeeded' });
  expect(simulator.books().totals.refundedMinor).toBe(400);
});
