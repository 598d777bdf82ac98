import { buryOrders, COPIES } from './callbacks/bury-orders.ts';
import { compareDepths, type Pair } from './callbacks/compare-depths.ts';
import { type Desk, openDesk } from './callbacks/desk.ts';
import { drain } from './callbacks/drain.ts';
import { closeGateways } from './callbacks/notify.ts';
import { createOrders, deliveredUnpaid, fatesOf } from './callbacks/real-orders.ts';
import { acknowledgementRows, drainRows } from './callbacks/rows.ts';
import { closeConnections } from './checkout/sale.ts';
import type { Bench, BenchRow } from './support/bench.ts';

const ORDERS = 200;
const UNPAID = 20;
type Progress = (line: string) => void;

/**
 * The callback path while its consumers are paused. Two stacks take signed notifications over HTTP in turns, one with
 * nothing waiting and one with 10,000 or 50,000 messages: depth must not slow the acknowledgement down. Then one of them
 * gets a backlog in which real payments lie, its consumer is resumed, works everything off, and no paid order was lost.
 */
const callbacks: Bench = async ({ progress }) => {
  const desks: Desk[] = [];
  const open = async (): Promise<Desk> => {
    const desk = await openDesk(2 * (ORDERS + UNPAID));
    desks.push(desk);
    return desk;
  };
  try {
    const one = await open();
    const other = await open();
    const rows = await measureDepths(one, other, progress);
    await desks.pop()?.stop();
    return { rows: [...rows, ...(await workOff(one, progress))] };
  } finally {
    closeGateways();
    closeConnections();
    for (const desk of desks) await desk.stop();
  }
};

const measureDepths = async (one: Desk, other: Desk, progress: Progress): Promise<BenchRow[]> => {
  // Each depth at one stack and then at the other, so that a difference between the two counts for nothing.
  const phases = [
    { depth: 10_000, none: one, deep: other, pairs: 6 },
    { depth: 10_000, none: other, deep: one, pairs: 6 },
    { depth: 50_000, none: other, deep: one, pairs: 12 },
    { depth: 50_000, none: one, deep: other, pairs: 12 },
  ];
  progress('the consumers are paused; warming up');
  await compareDepths({ depth: 0, none: one, deep: other, pairs: 3 });
  for (const { stack } of [one, other]) await stack.resetMeasurements();
  const pairsOf = new Map<number, (readonly Pair[])[]>();
  for (const phase of phases) {
    progress(`${phase.depth} waiting against none, ${phase.pairs} times`);
    const pairs = await compareDepths(phase);
    pairsOf.set(phase.depth, [...(pairsOf.get(phase.depth) ?? []), pairs]);
    for (const { none, deep } of pairs) {
      progress(
        `  ${deep.perSecond.toFixed(0)} against ${none.perSecond.toFixed(0)} acknowledgements/s`,
      );
    }
  }
  let calls = 0;
  for (const { stack } of [one, other]) {
    const { sdkCalls } = await stack.measurements();
    calls += Object.values(sdkCalls).reduce((sum, count) => sum + count, 0);
  }
  return acknowledgementRows(pairsOf, calls);
};

const workOff = async (desk: Desk, progress: Progress): Promise<BenchRow[]> => {
  const { stack, shop, backlog } = desk;
  progress(`${ORDERS + UNPAID} orders through the API, ${ORDERS} of them are paid`);
  const orders = await createOrders(shop, ORDERS);
  const unpaid = await createOrders(shop, UNPAID);
  progress('a backlog with their notifications in it');
  const buried = await buryOrders(desk, orders);
  await stack.resumeQueue('callbacks');
  progress('the consumer is resumed');
  const drained = await drain(backlog, progress);
  progress('reading every order and counting traces');
  const ofStrangers = buried.notified + buried.added - COPIES * orders.length;
  return drainRows({
    buried,
    drained,
    orders: orders.length,
    fates: await fatesOf(shop, { orders, copies: COPIES }),
    deliveredUnpaid: await deliveredUnpaid(shop, unpaid),
    deadLetters: await backlog.deadLetters(),
    tracesMissing: ofStrangers - (await backlog.tracesOfStrangers()),
  });
};

export default callbacks;
