import type { Invariant } from './invariants.ts';

/** I8. Whoever got no answer at all will ask again; that is not looked at here. */
export const acknowledgements: Invariant = ({ acknowledgements: seen, state: { traces } }) => {
  const promised = new Map<string, number>();
  for (const { orderNumber, accepted } of seen)
    if (accepted) promised.set(orderNumber, (promised.get(orderNumber) ?? 0) + 1);
  return [
    ...seen.flatMap(({ orderNumber, wrong }) =>
      wrong === undefined ? [] : [`a notification of ${orderNumber} was answered "${wrong}"`],
    ),
    ...[...promised].flatMap(([orderNumber, count]) => {
      const kept = traces.filter((traced) => traced === orderNumber).length;
      return kept >= count
        ? []
        : [`${count} notifications of ${orderNumber} were acknowledged, ${kept} are traced`];
    }),
  ];
};
