import type { RouterFactory } from '../router.ts';
import { normal } from '../world/random.ts';
import { byScore, eligibleChannels, marginOf } from './eligible-channels.ts';
import { newOpenAttempts } from './open-attempts.ts';

const HALF_LIFE_MILLIS = 600_000;
const PRIOR_COUNT = 4;
const PRIOR_MEAN = 0.75;

/**
 * Thompson sampling on discounted successes and failures of each channel and method (Qi et al., "Discounted Thompson
 * sampling for non-stationary bandit problems", 2023), by expected money. The Beta draw is taken as a normal one of the
 * same mean and variance.
 */
export const discountedThompson: RouterFactory = {
  name: 'discounted-ts',
  reserves: false,
  failsOver: true,
  create: (facts, seed) => {
    const width = facts.methods.length;
    const counts = Array.from({ length: facts.channels.length * width }, () => ({
      paid: 0,
      failed: 0,
      at: 0,
    }));
    const open = newOpenAttempts(({ channel, context }, kind, at) => {
      const count = counts[channel * width + context.method];
      if (!count) return;
      const kept = 2 ** (Math.min(0, count.at - at) / HALF_LIFE_MILLIS);
      count.paid = count.paid * kept + (kind === 'paid' ? 1 : 0);
      count.failed = count.failed * kept + (kind === 'paid' ? 0 : 1);
      count.at = Math.max(count.at, at);
    });
    return {
      onAttempt: open.start,
      onOutcome: open.end,
      decide: (context, now, tried) => {
        open.passTime(now);
        const places = eligibleChannels(facts, context, now, tried);
        const p: number[] = [];
        const draw = (place: number): number => {
          const { paid = 0, failed = 0, at = 0 } = counts[place * width + context.method] ?? {};
          const kept = 2 ** (Math.min(0, at - now) / HALF_LIFE_MILLIS);
          const a = paid * kept + PRIOR_COUNT * PRIOR_MEAN;
          const b = failed * kept + PRIOR_COUNT * (1 - PRIOR_MEAN);
          const mean = a / (a + b);
          p[place] = mean;
          const deviation = Math.sqrt((mean * (1 - mean)) / (a + b + 1));
          return Math.max(
            0,
            Math.min(
              1,
              mean +
                deviation * normal(seed, 'faults', context.id, 30_000 + place + 100 * tried.length),
            ),
          );
        };
        const order = byScore(places, (place) => {
          const drawn = draw(place);
          return drawn * marginOf(facts, context, place) - (1 - drawn) * facts.value.failureMinor;
        });
        return { order, p, propensity: Number.NaN };
      },
    };
  },
};
