import type { Invariant } from './invariants.ts';

/** I6. That a cap is never exceeded on its day is a condition of the very write that reserves it. */
export const counters: Invariant = ({
  state: { orders, waitingUnits, reservedMinor },
  channels,
}) => {
  const waiting = orders
    .filter(({ order }) => order.state === 'awaiting_stock')
    .reduce((sum, { order }) => sum + order.quantity, 0);
  const attempts = orders.flatMap((stored) => stored.attempts);
  return [
    ...(waiting === waitingUnits ? [] : [`${waiting} units wait, ${waitingUnits} are counted`]),
    ...channels.flatMap(({ id }) => {
      const holding = attempts
        .filter(({ channelId, capDay }) => channelId === id && capDay !== undefined)
        .reduce((sum, { amount }) => sum + amount.minor, 0n);
      const counted = reservedMinor.get(id) ?? 0n;
      return holding === counted ? [] : [`${id}: ${holding} is reserved, ${counted} is counted`];
    }),
  ];
};
