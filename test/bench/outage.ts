import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalStack } from '#infra/local/start-local-stack.ts';
import { closeGateways, openGateways } from './outage/gateways.ts';
import { openRivalShops } from './outage/open-rival-shops.ts';
import { rowsOf } from './outage/rows.ts';
import { PHASES, runPhases } from './outage/run-phases.ts';
import { printTimeline } from './outage/timeline.ts';
import type { Bench } from './support/bench.ts';

/**
 * An outage on the local stack: two shops with the same three channels and the same buyers, side by side. One routes by
 * what it learns, the other always in its own order. The best channel falls silent, is then down, and comes back.
 */
const outage: Bench = async ({ progress }) => {
  const directory = mkdtempSync(join(tmpdir(), 'arteria-outage-'));
  const stack = await startLocalStack({ directory });
  const gateways = await openGateways();
  try {
    const shops = await openRivalShops(stack, directory, gateways);
    progress(`phases: ${PHASES.map(({ name, seconds }) => `${name} ${seconds} s`).join(', ')}`);
    const visits = await runPhases(shops, gateways, progress);
    for (const line of printTimeline(visits)) progress(line);
    return { rows: rowsOf(visits) };
  } finally {
    await closeGateways(gateways);
    await stack.stop();
    rmSync(directory, { recursive: true, force: true });
  }
};

export default outage;
