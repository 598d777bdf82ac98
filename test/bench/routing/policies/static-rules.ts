import type { RouterFactory } from '../router.ts';
import { byScore, eligibleChannels } from './eligible-channels.ts';
import { newOpenAttempts } from './open-attempts.ts';

/** Outcomes of a channel that "recent success" looks at. */
const RECENT = 100;

/**
 * What a careful shop owner writes down: below 10 the cheapest, above 1,000 the bank channels, strict ones in risky
 * hours, a returning buyer's own channel, else the best success of its last hundred payments.
 */
export const staticRules: RouterFactory = {
  name: 'static-rules',
  reserves: false,
  failsOver: true,
  create: (facts) => {
    const recent = facts.channels.map(() => [] as number[]);
    const open = newOpenAttempts(({ channel }, kind) => {
      recent[channel]?.push(kind === 'paid' ? 1 : 0);
      if ((recent[channel]?.length ?? 0) > RECENT) recent[channel]?.shift();
    });
    const rate = (place: number): number => {
      const outcomes = recent[place] ?? [];
      return (outcomes.reduce((sum, it) => sum + it, 0) + 1) / (outcomes.length + 1);
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
        const tagged = (place: number, tag: string): number =>
          facts.channels[place]?.tags.includes(tag) ? 10 : 0;
        const order = byScore(places, (place) => {
          if (context.amountMinor < 1_000) return -fee(place);
          const success = rate(place);
          if (facts.highRiskHours.includes(context.hour)) return tagged(place, 'strict') + success;
          if (context.amountMinor > 100_000) return tagged(place, 'bank') + success;
          if (context.preferred === place) return 10;
          return success;
        });
        return { order, p: [], propensity: 1 };
      },
    };
  },
};
