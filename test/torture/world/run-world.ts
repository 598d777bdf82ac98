import { ORDER_INDEXES } from '#shared/contract/tables.ts';
import type { Choices } from '../simulation/choices.ts';
import { startBuyers } from './buyers.ts';
import { sweepOnce } from './functions.ts';
import { startOthers } from './others.ts';
import { stockShelf } from './shop.ts';
import { World, type WorldOptions } from './world.ts';

/** Pauses between the sweeps of the settling, in milliseconds: past every deadline there is. */
const SETTLING = [
  61_000, 61_000, 601_000, 3_600_000, 3_600_000, 90_000_000, 90_000_000, 90_000_000, 90_000_000,
  300_000_000,
] as const;

/** More often than the simulation's own measure: a run is short, and some of its steps happen in few runs. */
const OFTEN = {
  fails_before: 15,
  conflicts: 10,
  fails_after: 25,
  dies_before: 15,
  dies_after: 25,
  times_out: 10,
  duplicate: 50,
  late_records: 30,
  lost_record: 30,
} as const;

/** What a run leaves behind, for the invariants to look at. */
export interface Finished {
  readonly world: World;
  /** What was still to be done when nothing moved any more; empty when all is well. */
  readonly unfinished: readonly string[];
}

/**
 * Plays one story: buyers, providers, merchant and strangers act while things go wrong, then all faults end and the
 * sweepers run until nothing is left to do.
 */
export const runWorld = async (
  options: Omit<WorldOptions, 'faults'> & { choices: Choices; faultBudget?: number },
): Promise<Finished> => {
  const { faultBudget = 6, ...rest } = options;
  const world = new World({ ...rest, faults: { budget: faultBudget, perThousand: OFTEN } });
  const { simulation } = world;
  for (const card of await stockShelf(world.dynamo, world.product, world.setting.cards))
    world.importedCards.add(card);
  startBuyers(world);
  startOthers(world);
  const first = await simulation.run();
  if (first.kind === 'stuck') return { world, unfinished: first.waiting };
  simulation.calm();
  world.callbacks.resumeConsumer();
  for (const pause of SETTLING) {
    if (isAtRest(world)) break;
    simulation.at(simulation.now() + pause, 'the sweepers are due', () => sweepOnce(world));
    const end = await simulation.run();
    if (end.kind === 'stuck') return { world, unfinished: end.waiting };
    redrive(world);
    const again = await simulation.run();
    if (again.kind === 'stuck') return { world, unfinished: again.waiting };
  }
  return { world, unfinished: [] };
};

/** Nothing is queued, and no row says that it wants to be looked at again. */
const isAtRest = ({ callbacks, followUps, webhooks, dynamo }: World): boolean =>
  [callbacks, followUps, webhooks].every(({ depth, dead }) => depth + dead.length === 0) &&
  [...dynamo.items('orders'), ...dynamo.items('merchants')].every(
    (item) => item[ORDER_INDEXES.work.partitionKey] === undefined,
  );

/** What operators do with dead letters: they go back to their queue. */
const redrive = (world: World): void => {
  for (const queue of [world.callbacks, world.followUps, world.webhooks]) queue.redrive();
};
