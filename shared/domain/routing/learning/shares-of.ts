import { priorKey } from '../knowledge.ts';
import type { PriorShare } from '../model/pool-priors.ts';
import { countAt } from './fading-count.ts';
import { type LearnerState, METHOD_HALF_LIFE_MILLIS } from './learner-state.ts';

/** What a shop has seen lately of each provider and method, over all its accounts there. */
export const sharesOf = ({ channels }: LearnerState, now: number): readonly PriorShare[] => {
  const sums = new Map<string, PriorShare>();
  for (const { provider, methods } of channels) {
    for (const [method, { tries, paid }] of methods) {
      const key = priorKey(provider, method);
      const known = sums.get(key);
      sums.set(key, {
        key,
        tries: (known?.tries ?? 0) + countAt(tries, now, METHOD_HALF_LIFE_MILLIS),
        paid: (known?.paid ?? 0) + countAt(paid, now, METHOD_HALF_LIFE_MILLIS),
      });
    }
  }
  return [...sums.values()];
};
