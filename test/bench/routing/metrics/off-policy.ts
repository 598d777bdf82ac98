import { estimateValue } from '#shared/domain/routing/replay/estimate-value.ts';
import type { LoggedDecision } from '#shared/domain/routing/replay/logged-decision.ts';
import { arteria } from '../policies/arteria.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import { simulate } from '../simulate.ts';

/** Payments that are explored: only of them does a log know more than one channel. */
const EXPLORED_MINOR = 10_000;
/** The policy to be judged sends so many of them to the second best channel. */
const SECOND_SHARE = 0.1;

/**
 * How far the estimates of a policy from another one's log are from the truth, in percentage points of success. The
 * logged policy is the product's; the judged one sends a tenth of small payments to the second best channel.
 */
export const offPolicyError = (
  scenario: string,
  seed: number,
): { readonly snips: number; readonly doublyRobust: number; readonly decisions: number } => {
  const log: LoggedDecision[] = [];
  let truth = 0;
  simulate(loadScenario(scenario), seed, arteria, {
    firstTry: ({ context, decision, channel, paid, truthOf }) => {
      if (context.amountMinor > EXPLORED_MINOR || decision.order.length < 3) return;
      // The order as it was before a channel was drawn to the front.
      const [best, second] = [...decision.order].sort(
        (a, b) => (decision.utility?.[b] ?? 0) - (decision.utility?.[a] ?? 0),
      );
      if (best === undefined || second === undefined) return;
      truth += (1 - SECOND_SHARE) * truthOf(best) + SECOND_SHARE * truthOf(second);
      log.push({
        loggedChannel: String(channel),
        propensity: decision.propensity,
        reward: paid ? 1 : 0,
        probabilities: { [best]: 1 - SECOND_SHARE, [second]: SECOND_SHARE },
        predicted: { [best]: decision.p[best] ?? 0, [second]: decision.p[second] ?? 0 },
      });
    },
  });
  const { snips, doublyRobust } = estimateValue(log);
  const expected = truth / log.length;
  const error = (mean: number | null): number => 100 * ((mean ?? Number.NaN) - expected);
  return {
    snips: error(snips.mean),
    doublyRobust: error(doublyRobust.mean),
    decisions: log.length,
  };
};
