import type { QueryOutcome } from '../channel.ts';
import type { UsdtContext } from './config.ts';
import { openLedger } from './open-ledger.ts';

/** Whether the chain can be read with these settings, and goes on: an unused payment has no address to look at. */
export const test = async (context: UsdtContext): Promise<QueryOutcome> => {
  const head = await openLedger(context).check();
  if (head.kind === 'failed') {
    const { detail, reason } = head;
    return { kind: 'unknown', detail, ...(reason ? { reason } : {}) };
  }
  const age = Math.round((context.now.getTime() - head.at.getTime()) / 1_000);
  return { kind: 'not_found', detail: `block ${head.number} is ${age} s old` };
};
