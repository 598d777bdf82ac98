import fc from 'fast-check';
import { createDecider } from '#shared/domain/routing/decide.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import { aRandomRequest, someCandidates, someKnowledge } from '#test/domain/routing/arbitraries.ts';
import { mayCarry } from '#test/domain/routing/may-carry.ts';
import { seededRandom } from '#test/support/seeded-random.ts';

const PORTFOLIOS = 2_000;
const REQUESTS = 2_000;

/**
 * Decisions of random payments over random accounts with random knowledge, against the limits said once more without
 * the production code: channels that were chosen and must not be, or left out and could have been used.
 */
export const hardLimitViolations = (cases: number, seed: number): number => {
  const portfolios = fc.sample(someCandidates, { numRuns: PORTFOLIOS, seed });
  const requests = fc.sample(aRandomRequest, { numRuns: REQUESTS, seed: seed + 1 });
  const knowledge = fc.sample(someKnowledge, { numRuns: PORTFOLIOS, seed: seed + 2 });
  const random = seededRandom(seed);
  let violations = 0;
  for (let portfolio = 0; portfolio < PORTFOLIOS; portfolio += 1) {
    const candidates = portfolios[portfolio] ?? [];
    const decider = createDecider({
      portfolio: preparePortfolio(candidates),
      knowledge: knowledge[portfolio] ?? {
        priors: new Map(),
        snapshot: undefined,
        weights: undefined,
        weightsVersion: 0,
      },
      settings: DEFAULT_ROUTING_SETTINGS,
    });
    for (let index = 0; index < cases / PORTFOLIOS; index += 1) {
      const request = requests[Math.floor(random() * REQUESTS)];
      if (!request) continue;
      const { order } = decider.decide(request, random);
      const chosen = new Set(order.map((place) => decider.portfolio.channels[place]?.id));
      for (const candidate of candidates) {
        if (chosen.has(candidate.channel.id) !== mayCarry(candidate, request)) violations += 1;
      }
    }
  }
  return violations;
};
