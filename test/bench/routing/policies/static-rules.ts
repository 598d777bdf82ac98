import type { RouterFactory } from '../router.ts';
import { byScore, eligibleChannels } from './eligible-channels.ts';
import { newOpenAttempts } from './open-attempts.ts';

const HALF_LIFE_MILLIS = 600_000;
const PRIOR = 4;

/**
 * What a careful shop owner writes down: below 10 the cheapest, above 1,000 the bank channels, strict ones in risky
 * hours, a returning buyer's own channel, else the best success of the last minutes.
 */
export const staticRules: RouterFactory = {
  name: 'static-rules',
  reserves: false,
  failsOver: true,
  create: (facts) => {
    const tries = facts.channels.map(() => ({ value: 0, paid: 0, at: 0 }));
    const open = newOpenAttempts(({ channel }, kind, at) => {
      const count = tries[channel];
      if (!count) return;
      const kept = 2 ** ((count.at - at) / HALF_LIFE_MILLIS);
      count.value = count.value * kept + 1;
      count.paid = count.paid * kept + (kind === 'paid' ? 1 : 0);
      count.at = at;
    });
    const rate = (place: number, now: number): number => {
      const { value = 0, paid = 0, at = 0 } = tries[place] ?? {};
      const kept = 2 ** ((at - now) / HALF_LIFE_MILLIS);
      return (paid * kept + PRIOR) / (value * kept + PRIOR);
    };
    return {
      onAttempt: open.start,
      onOutcome: open.end,
      decide: (context, now, tried) => {
        open.passTime(now);
        const places = eligibleChannels(facts, context, now, tried);
        const fee = (place: number): number => {
          const { feeBasisPoints = 0, feeFixedMinor = 0 } = facts.channels[place] ?? {};
          return (context.amountMinor * feeBasisPoints) / 10_000 + feeFixedMinor;
        };
        const tagged = (place: number, tag: string): number => (facts.channels[place]?.tags.includes(tag) ? 10 : 0);
        const order = byScore(places, (place) => {
          if (context.amountMinor < 1_000) return -fee(place);
          const recent = rate(place, now);
          if (facts.highRiskHours.includes(context.hour)) return tagged(place, 'strict') + recent;
          if (context.amountMinor > 100_000) return tagged(place, 'bank') + recent;
          if (context.preferred === place) return 10;
          return recent;
        });
        return { order, p: [], propensity: 1 };
      },
    };
  },
};
