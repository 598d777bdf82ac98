import type { MerchantEvent } from '#shared/domain/webhooks/event.ts';
import { type Violation, violationsOf } from '../../invariants/invariants.ts';
import { readStoredState, type StoredOrder } from '../../invariants/stored-state.ts';
import { evidenceOf } from '../../world/evidence-of.ts';
import type { World } from '../../world/world.ts';
import type { Sale } from './story.ts';

/** The order as the tables have it. */
export const stored = (world: World, { order }: Sale): StoredOrder => {
  const found = readStoredState(world.dynamo.items).orders.find((one) => one.order.id === order.id);
  if (!found) throw new Error(`order ${order.id} is gone`);
  return found;
};

export const freeCards = (world: World): readonly string[] =>
  readStoredState(world.dynamo.items).freeCards;

/** What the merchant's list says of an order, in the order of its story. */
export const eventsOf = (world: World, { order }: Sale): MerchantEvent[] =>
  readStoredState(world.dynamo.items)
    .events.filter(({ objectId }) => objectId === order.id)
    .sort((a, b) => a.sequence - b.sequence);

/** What must never be true when all is at rest, and is. */
export const wrongsOf = async (world: World): Promise<readonly Violation[]> =>
  violationsOf(await evidenceOf(world));
