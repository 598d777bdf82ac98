import { INVARIANTS, violationsOf } from '../invariants/invariants.ts';
import type { StoredState } from '../invariants/stored-state.ts';
import { evidenceFrom } from './evidence-from.ts';
import type { Findings } from './findings.ts';

/** Everything that must hold and does not, one sentence each. */
export const judge = (findings: Findings): string[] => {
  const evidence = evidenceFrom(findings);
  return [
    ...violationsOf(evidence).map(({ invariant, detail }) => `${invariant}: ${detail}`),
    ...Object.entries(FURTHER_CHECKS).flatMap(([name, check]) =>
      check(findings, evidence.state).map((detail) => `${name}: ${detail}`),
    ),
  ];
};

/** What was seen from outside agrees with what is stored. */
const FURTHER_CHECKS: Readonly<
  Record<string, (findings: Findings, state: StoredState) => readonly string[]>
> = {
  'a card is shown to one buyer': ({ chronicle }) =>
    [...chronicle.shownCards].flatMap(([value, orders]) =>
      orders.size > 1 && !value.startsWith('LOOP')
        ? [`${value} was shown to ${[...orders].join(' and ')}`]
        : [],
    ),
  'every card that the shop said it took is known': ({ chronicle, itemsOf, products }) => {
    const ids = Object.values(products);
    const known = itemsOf('inventory').filter(
      ({ pk }) => String(pk).includes('#fingerprint#') && ids.some((id) => String(pk).includes(id)),
    ).length;
    return known === chronicle.importedCards
      ? []
      : [`${chronicle.importedCards} were taken, ${known} are known`];
  },
  'one key makes one refund': (_findings, { orders }) =>
    orders.flatMap(({ order, refunds }) => {
      const keys = refunds.flatMap(({ requestKey }) => requestKey ?? []);
      return new Set(keys).size === keys.length ? [] : [`${order.id} has two refunds of one key`];
    }),
  'the API tells the stock that the items are': ({ stockDisagreements }) => stockDisagreements,
  'webhooks are signed with the shop’s secret': ({ receiver }) => receiver.forged,
  'answers are what the contract promises': ({ chronicle }) => chronicle.unexpected,
};

export const CHECKS = Object.keys(INVARIANTS).length + Object.keys(FURTHER_CHECKS).length;
