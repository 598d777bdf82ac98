import { expect, test } from 'vitest';
import { jeepay as simulated } from '#infra/local/providers/jeepay/simulation.ts';
import { jeepay } from '#shared/channels/jeepay/index.ts';
import { referenceTo } from '#test/channels/support/channel-desk.ts';
import { openSimulation } from '#test/channels/support/open-simulation.ts';
import { describeOutages, describeSales } from '#test/channels/support/simulator-cases.ts';

const simulation = await openSimulation(jeepay, simulated);
const { simulator } = simulation;
const desk = simulation.deskAt(0);

const subject = { name: 'jeepay', simulation, desk, refundsAtOnce: true, closes: true };
describeSales(subject);
describeOutages(subject);

test.each([
  ['desktop', 'qr'],
  ['mobile', 'redirect'],
] as const)('%s gets a %s', async (device, kind) => {
  const { outcome } = await desk.start({ method: 'wechat_pay', device });
  expect(outcome.nextAction.kind).toBe(kind);
});

test('an order whose answer is lost is found again', async () => {
  simulator.behave({ createStatusAfterAccepting: 502 });
  const request = desk.request();
  expect((await jeepay.create(desk.context, request)).kind).toBe('unknown');
  expect(await jeepay.query(desk.context, referenceTo(request))).toMatchObject({
    status: 'pending',
  });
});
