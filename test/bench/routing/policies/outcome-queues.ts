import type { RouterFactory } from '../router.ts';
import { uniform } from '../world/random.ts';
import { byScore, eligibleChannels, marginOf } from './eligible-channels.ts';
import { newOpenAttempts } from './open-attempts.ts';

const LENGTH = 125;
const HEDGING = 0.05;
const ELIMINATED_BELOW = 0.2;

/**
 * Success rates over the last 125 outcomes of each channel and method, which start as successes; 5 % hedging; ordered by
 * rate × (margin − cost). As published of a large open-source orchestrator's third success-rate router.
 */
export const outcomeQueues: RouterFactory = {
  name: 'srv3-ev',
  reserves: false,
  failsOver: true,
  create: (facts, seed) => {
    const width = facts.methods.length;
    const queues = Array.from({ length: facts.channels.length * width }, () => ({
      outcomes: new Uint8Array(LENGTH).fill(1),
      next: 0,
      sum: LENGTH,
    }));
    const open = newOpenAttempts(({ channel, context }, kind) => {
      const queue = queues[channel * width + context.method];
      if (!queue) return;
      const paid = kind === 'paid' ? 1 : 0;
      queue.sum += paid - (queue.outcomes[queue.next] ?? 0);
      queue.outcomes[queue.next] = paid;
      queue.next = (queue.next + 1) % LENGTH;
    });
    return {
      onAttempt: open.start,
      onOutcome: open.end,
      decide: (context, now, tried) => {
        open.passTime(now);
        const places = eligibleChannels(facts, context, now, tried);
        const rate = (place: number): number =>
          (queues[place * width + context.method]?.sum ?? 0) / LENGTH;
        const order = byScore(
          places,
          (place) =>
            (rate(place) < ELIMINATED_BELOW ? -1e9 : 0) +
            rate(place) * marginOf(facts, context, place),
        );
        if (
          order.length > 1 &&
          tried.length === 0 &&
          uniform(seed, 'faults', context.id, 20_000) < HEDGING
        ) {
          const at = Math.floor(uniform(seed, 'faults', context.id, 20_001) * order.length);
          order.unshift(...order.splice(at, 1));
        }
        const p: number[] = [];
        for (const place of places) p[place] = rate(place);
        return { order, p, propensity: 1 - HEDGING };
      },
    };
  },
};
