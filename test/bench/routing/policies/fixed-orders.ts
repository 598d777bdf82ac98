import type { RouterFactory } from '../router.ts';
import { uniform } from '../world/random.ts';
import { byScore, eligibleChannels, marginOf } from './eligible-channels.ts';

const NOTHING: readonly number[] = [];
const silent = { onAttempt: () => {}, onOutcome: () => {} };

/** The channels in one order for ever; looks at no cap. What most shops do. */
export const staticPriority: RouterFactory = {
  name: 'static-priority',
  reserves: false,
  failsOver: true,
  create: (facts) => ({
    ...silent,
    decide: (context, now, tried) => ({
      order: eligibleChannels(facts, context, now, tried, false),
      p: NOTHING,
      propensity: 1,
    }),
  }),
};

/** Each payment to the next channel in turn. */
export const roundRobin: RouterFactory = {
  name: 'round-robin',
  reserves: false,
  failsOver: true,
  create: (facts) => {
    let turn = 0;
    return {
      ...silent,
      decide: (context, now, tried) => {
        const places = eligibleChannels(facts, context, now, tried);
        turn += 1;
        const from = places.length > 0 ? turn % places.length : 0;
        return {
          order: [...places.slice(from), ...places.slice(0, from)],
          p: NOTHING,
          propensity: 1,
        };
      },
    };
  },
};

export const random: RouterFactory = {
  name: 'random',
  reserves: false,
  failsOver: true,
  create: (facts, seed) => ({
    ...silent,
    decide: (context, now, tried) => {
      const places = eligibleChannels(facts, context, now, tried);
      return {
        order: byScore(places, (place) => uniform(seed, 'faults', context.id, 10_000 + place)),
        p: NOTHING,
        propensity: 1 / Math.max(1, places.length),
      };
    },
  }),
};

/** Knows the truth of this moment, caps and load included; does not plan ahead. */
export const oracle: RouterFactory = {
  name: 'oracle-ev',
  reserves: false,
  failsOver: true,
  create: (facts, _seed, truth) => ({
    ...silent,
    decide: (context, now, tried) => {
      const p: number[] = facts.channels.map(() => Number.NaN);
      const places = eligibleChannels(facts, context, now, tried);
      for (const place of places) p[place] = truth.successProbability(context, place, now);
      const order = byScore(places, (place) => {
        const success = p[place] ?? 0;
        return success * marginOf(facts, context, place) - (1 - success) * facts.value.failureMinor;
      });
      return { order, p, propensity: 1 };
    },
  }),
};
