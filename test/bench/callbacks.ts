import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningStack, startLocalStack } from '#infra/local/start-local-stack.ts';
import { backlogOf } from './callbacks/backlog.ts';
import { drain } from './callbacks/drain.ts';
import { type Depth, measureRound, type Round } from './callbacks/measure-round.ts';
import { closeGateways } from './callbacks/notify.ts';
import { createOrders, deliveredUnpaid, fatesOf } from './callbacks/real-orders.ts';
import { acknowledgementRows, drainRows } from './callbacks/rows.ts';
import { openShop } from './checkout/open-shop.ts';
import { closeConnections } from './checkout/sale.ts';
import type { Bench } from './support/bench.ts';

/**
 * Rates and percentiles are medians of so many rounds, ratios too, each within its round: the machine is shared. A slow
 * machine makes fewer: none of the later ones begins when the time is up.
 */
const ROUNDS = 7;
const MIN_ROUNDS = 5;
const ROUNDS_SECONDS = 100;
const ORDERS = 200;
const UNPAID = 20;
/** The backlog that is worked off in the end comes over HTTP as far as that takes no longer, at each depth. */
const FILL_OVER_HTTP_SECONDS = 40;
/** How often the gateway repeats the notification of each paid order, by the depth at which it does. */
const COPIES: Readonly<Record<Depth, number>> = { 0: 2, 10000: 1, 50000: 2 };

/**
 * The callback path while its consumer stands still: signed notifications over HTTP are acknowledged as fast with 50,000
 * messages waiting as with none. In the last round the backlog itself came over HTTP, as far as there was time; then the consumer is resumed,
 * works everything off, and no paid order was lost.
 */
const callbacks: Bench = async ({ progress }) => {
  const directory = await mkdtemp(join(tmpdir(), 'arteria-bench-'));
  const stack = await startLocalStack({ directory, fresh: true, measure: true });
  try {
    const shop = await openShop(stack, 2 * (ORDERS + UNPAID));
    const backlog = backlogOf(stack, { shop, tenant: tenantOf(stack) });
    await stack.pauseQueue('callbacks');
    progress('the consumer is paused; warming up');
    const round = { shop, backlog, progress };
    await measureRound({ ...round, progress: () => {} });

    await stack.resetMeasurements();
    const rounds: Round[] = [];
    const enough = performance.now() + ROUNDS_SECONDS * 1000;
    while (
      rounds.length < MIN_ROUNDS - 1 ||
      (rounds.length < ROUNDS - 1 && performance.now() < enough)
    ) {
      progress(`round ${rounds.length + 1}`);
      rounds.push(await measureRound(round));
    }
    const { sdkCalls } = await stack.resetMeasurements();
    progress(`${ORDERS + UNPAID} orders through the API, ${ORDERS} of them will be paid`);
    const orders = await createOrders(shop, ORDERS);
    const unpaid = await createOrders(shop, UNPAID);
    progress('last round, whose backlog is worked off in the end');
    const last = await measureRound({
      ...round,
      fillOverHttpSeconds: FILL_OVER_HTTP_SECONDS,
      real: (depth) =>
        Array.from({ length: COPIES[depth] }, () =>
          orders.map((order) => order.notification),
        ).flat(),
    });
    const acknowledged = acknowledgementRows([...rounds, last], {
      sdkCalls,
      notified: rounds.reduce((sum, { notified }) => sum + notified, 0),
    });

    await stack.resumeQueue('callbacks');
    progress('the consumer is resumed');
    const drained = await drain(backlog, progress);
    const copies = Object.values(COPIES).reduce((sum, each) => sum + each, 0);
    progress('reading every order and counting traces');
    return {
      rows: [
        ...acknowledged,
        ...drainRows({
          last,
          drained,
          orders: orders.length,
          fates: await fatesOf(shop, { orders, copies }),
          deliveredUnpaid: await deliveredUnpaid(shop, unpaid),
          deadLetters: await backlog.deadLetters(),
          tracesMissing:
            last.notified +
            last.added -
            copies * orders.length -
            (await backlog.tracesOfStrangers()),
        }),
      ],
    };
  } finally {
    closeGateways();
    closeConnections();
    await stack.stop();
    await rm(directory, { recursive: true, force: true });
  }
};

const tenantOf = ({ demo }: RunningStack) => {
  if (!demo) throw new Error('the stack has no demo shop');
  return { merchantId: demo.merchantId, mode: 'test' as const };
};

export default callbacks;
