import type { MerchantEvent } from '#shared/domain/webhooks/event.ts';
import type { StoredOrder } from '../../invariants/stored-state.ts';
import { type Choices, randomChoices, replayChoices } from '../../simulation/choices.ts';
import type { FaultOptions } from '../../simulation/faults.ts';
import { sweepOnce } from '../../world/functions.ts';
import type { Setting } from '../../world/setting.ts';
import { stockShelf } from '../../world/shop.ts';
import { type Plant, World } from '../../world/world.ts';
import { refundsOf } from './provider-side.ts';
import { eventsOf, stored } from './stored.ts';
import { HOUR, type Sale, Story } from './story.ts';

export interface StoryOptions {
  /** Calm when absent: everything happens in the order in which it is written. */
  readonly choices?: Choices;
  /** None when absent. */
  readonly faults?: FaultOptions;
  readonly setting?: Partial<Setting>;
  readonly plants?: readonly Plant[];
  /** When the script has ended all is well again, and the sweepers run for more than a day. */
  readonly recovers?: boolean;
}

/** What is left of a sale when nothing moves any more. */
export interface Sold {
  readonly world: World;
  readonly after: StoredOrder;
  /** What the merchant's list says of the order, and how often each message arrived. */
  readonly events: readonly MerchantEvent[];
  readonly arrivals: readonly number[];
  /** What the providers paid back, each time. */
  readonly back: readonly number[];
}

/** One shop that sells one unique card at a time, unless the story says otherwise. */
const PLAIN: Partial<Setting> = {
  cardKind: 'unique',
  hasHook: false,
  cards: 1,
  quantity: 1,
  secondProvider: 'stone',
  confirms: false,
  capOrders: undefined,
};

/** In another order for every seed; apart from that, all is well. */
export const inAnyOrder = (seed: number): Choices => {
  const { pick, draw, chance, taken } = randomChoices(seed);
  return {
    pick,
    draw,
    chance: (label, oneIn) => label === 'time passes' && chance(label, oneIn),
    taken,
  };
};

/** An order, and what the script makes of it, told until nothing moves any more. */
export const sell = async (
  script: (story: Story, sale: Sale) => Promise<void>,
  { choices = replayChoices([]), faults = { budget: 0 }, ...options }: StoryOptions = {},
): Promise<Sold> => {
  const { setting, plants, recovers = false } = options;
  const world = new World({ choices, faults, plants, setting: { ...PLAIN, ...setting } });
  for (const card of await stockShelf(world.dynamo, world.product, world.setting.cards))
    world.importedCards.add(card);
  const ordered: Sale[] = [];
  world.simulation.spawn(
    'story',
    async (process) => {
      const story = new Story(world, process);
      const sale = await story.order();
      ordered.push(sale);
      await script(story, sale);
    },
    { spared: true },
  );
  await untilQuiet(world);
  if (recovers) await recover(world);
  const [sale] = ordered;
  if (!sale) throw new Error('nobody ordered');
  const after = stored(world, sale);
  const events = eventsOf(world, sale);
  return {
    world,
    after,
    events,
    arrivals: events.map(({ id }) => world.merchant.received.get(id) ?? 0),
    back: after.attempts.flatMap((attempt) => refundsOf(world, attempt)),
  };
};

/** Past every deadline there is, so that whatever a crash cut off is found by a sweeper. */
const SWEEPS = [61_000, 61_000, 601_000, HOUR, HOUR, 25 * HOUR] as const;

/** The sweepers run, and dead letters go back to their queues. */
const recover = async (world: World): Promise<void> => {
  const { simulation } = world;
  simulation.calm();
  for (const pause of SWEEPS) {
    simulation.at(simulation.now() + pause, 'the sweepers are due', () => sweepOnce(world));
    await untilQuiet(world);
    for (const queue of [world.callbacks, world.followUps, world.webhooks]) queue.redrive();
    await untilQuiet(world);
  }
};

const untilQuiet = async ({ simulation }: World): Promise<void> => {
  const end = await simulation.run();
  if (end.kind === 'stuck') throw new Error(`stuck: ${end.waiting.join(', ')}`);
};
