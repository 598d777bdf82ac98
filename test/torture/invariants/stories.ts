import type { Invariant } from './invariants.ts';
import type { StoredOrder } from './stored-state.ts';

/** Steps that an order takes once in its life. */
const ONCE = ['created', 'paid', 'delivered', 'expired', 'cancelled'];

/** I4. Each step was checked against the transition table when it was taken; here is seen that none is missing. */
export const stories: Invariant = ({ state: { orders } }) =>
  orders.flatMap(({ order }) => [...gaps(order), ...repetitions(order), ...leftovers(order)]);

const gaps = ({ id, timeline, version }: StoredOrder['order']): string[] => {
  const sequences = timeline.map(({ sequence }) => sequence);
  const wanted = Array.from({ length: version }, (_, index) => index + 1);
  return sequences.join() === wanted.join() ? [] : [`${id}: ${sequences.join()} of ${version}`];
};

const repetitions = ({ id, timeline }: StoredOrder['order']): string[] =>
  ONCE.flatMap((step) => {
    const times = timeline.filter(({ what }) => what === step).length;
    return times > 1 ? [`${id} is ${step} ${times} times`] : [];
  });

/** At rest nobody waits for something that does not come. */
const leftovers = ({ id, state, expiresAt }: StoredOrder['order']): string[] =>
  state === 'awaiting_payment'
    ? [`${id} still awaits payment, although it expired ${expiresAt}`]
    : [];
