import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningStack, startLocalStack } from '#infra/local/start-local-stack.ts';
import { openShop } from '../checkout/open-shop.ts';
import type { BenchShop } from '../checkout/sale.ts';
import { type Backlog, backlogOf } from './backlog.ts';

/** A stack of its own that takes notifications while nobody works on them. */
export interface Desk {
  readonly stack: RunningStack;
  readonly shop: BenchShop;
  readonly backlog: Backlog;
  stop(): Promise<void>;
}

export const openDesk = async (cards: number): Promise<Desk> => {
  const directory = await mkdtemp(join(tmpdir(), 'arteria-bench-'));
  const stack = await startLocalStack({ directory, fresh: true, measure: true });
  const stop = async (): Promise<void> => {
    await stack.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const { demo } = stack;
    if (!demo) throw new Error('the stack has no demo shop');
    const shop = await openShop(stack, cards);
    await stack.pauseQueue('callbacks');
    const tenant = { merchantId: demo.merchantId, mode: 'test' as const };
    return { stack, shop, backlog: backlogOf(stack, { shop, tenant }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
