import type { RouterFactory } from '../router.ts';
import { arteria } from './arteria.ts';
import { discountedThompson } from './discounted-thompson.ts';
import { oracle, random, roundRobin, staticPriority } from './fixed-orders.ts';
import { sgdModel, sgdModelWithLoad } from './gradient-model.ts';
import { outcomeQueues } from './outcome-queues.ts';
import { staticRules } from './static-rules.ts';

/** Every policy of the bench, by name. */
export const POLICIES: readonly RouterFactory[] = [
  staticPriority,
  random,
  roundRobin,
  staticRules,
  outcomeQueues,
  discountedThompson,
  sgdModel,
  sgdModelWithLoad,
  arteria,
  oracle,
];

export const policyNamed = (name: string): RouterFactory => {
  const found = POLICIES.find((policy) => policy.name === name);
  if (!found) {
    throw new RangeError(
      `no policy ${name}; there are ${POLICIES.map((it) => it.name).join(', ')}`,
    );
  }
  return found;
};
