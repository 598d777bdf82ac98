import { readStoredState } from '../invariants/stored-state.ts';
import { drive } from './drive.ts';
import type { Findings } from './findings.ts';
import { seenByNeighbours } from './neighbours.ts';
import { accountsIn } from './notifications.ts';
import { confirmedChannelOf, openShop } from './open-shop.ts';
import { answerQuestions } from './people-at-closing.ts';
import type { Plan } from './plan.ts';
import { settle } from './settle.ts';
import { stockDisagreements } from './stock-agrees.ts';
import { readTables } from './tables.ts';

export interface Played {
  readonly findings: Findings;
  readonly saleSeconds: number;
}

/** One sale in a stack of its own, from the opening of the shop until nothing moves any more. */
export const playStory = async (plan: Plan, progress: (line: string) => void): Promise<Played> => {
  const shop = await openShop(plan);
  try {
    // 1. The sale, with everything that goes wrong.
    const startedAt = performance.now();
    await drive(shop, plan, progress);
    const saleSeconds = (performance.now() - startedAt) / 1_000;
    // 2. The shop closes: people answer some questions, and all comes to rest.
    await answerQuestions(shop, plan.seed);
    const unfinished = await settle(shop, progress);
    // 3. What is there now, by the items, by the gateways' books and by what others can see.
    const itemsOf = await readTables(shop.journey, (tables) => tables.scan());
    const state = readStoredState(itemsOf);
    const seen = {
      books: await shop.gateways.books(),
      stockDisagreements: await stockDisagreements(shop, itemsOf, state),
      visibleToOthers: await seenByNeighbours(shop, itemsOf),
    };
    // 4. The gateways' keys can be read once the stack has stopped.
    const { directory, demo } = shop.journey;
    await shop.stop();
    const { chronicle, receiver, products } = shop;
    return {
      saleSeconds,
      findings: {
        tenant: { merchantId: demo.merchantId, mode: 'test' },
        products,
        itemsOf,
        chronicle,
        receiver,
        unfinished,
        confirmedChannel: confirmedChannelOf(shop),
        accounts: await accountsIn(directory),
        toleranceBasisPoints: plan.policies.underpaid.tolerance_basis_points,
        ...seen,
      },
    };
  } finally {
    await shop.stop();
  }
};
