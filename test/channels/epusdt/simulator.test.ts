import { expect, test } from 'vitest';
import { epusdt as simulated } from '#infra/local/providers/epusdt/simulation.ts';
import { epusdt } from '#shared/channels/epusdt/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { openSimulation } from '#test/channels/support/open-simulation.ts';
import { describeOutages, describeSales } from '#test/channels/support/simulator-cases.ts';

const simulation = await openSimulation(epusdt, simulated);
const amounts = [1000n, 2n, 100_000_000n, 123_456_789n].map((minor) => money('CNY', minor));

const [EPUSDT, BEPUSDT] = [0, 1];
for (const [name, at] of [
  ['epusdt', EPUSDT],
  ['BEpusdt', BEPUSDT],
] as const) {
  const subject = { name, simulation, desk: simulation.deskAt(at), amounts };
  describeSales(subject);
  describeOutages(subject);
}

test('BEpusdt closes what waits, and it cannot be paid then', async () => {
  const desk = simulation.deskAt(BEPUSDT);
  const { request, payment } = await desk.start();
  expect(await epusdt.close?.(desk.context, payment)).toEqual({ kind: 'closed' });
  expect(await epusdt.query(desk.context, payment)).toMatchObject({ status: 'closed' });
  expect(simulation.simulator.pay(request.orderNumber)).toBe(false);
});
