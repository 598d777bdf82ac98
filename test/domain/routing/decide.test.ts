import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money } from '#shared/domain/money/money.ts';
import type { Candidate, RoutingRequest } from '#shared/domain/routing/candidate.ts';
import { createDecider } from '#shared/domain/routing/decide.ts';
import { explainDecision } from '#shared/domain/routing/explain/explain-decision.ts';
import { type Knowledge, NO_KNOWLEDGE } from '#shared/domain/routing/knowledge.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import { aCandidate, channelId } from '../../support/an-account.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { aRandomRequest, someCandidates, someKnowledge } from './arbitraries.ts';
import { mayCarry } from './may-carry.ts';

const decideWith = (
  candidates: readonly Candidate[],
  request: RoutingRequest,
  { random, knowledge = NO_KNOWLEDGE }: { random: () => number; knowledge?: Knowledge },
) => {
  const decider = createDecider({
    portfolio: preparePortfolio(candidates),
    knowledge,
    settings: DEFAULT_ROUTING_SETTINGS,
  });
  const decision = decider.decide(request, random);
  return {
    decision,
    order: decision.order.map((place) => decider.portfolio.channels[place]?.id ?? ''),
    candidates: explainDecision(decider, request, decision),
  };
};

const decideWithSeed = (
  candidates: readonly Candidate[],
  request: RoutingRequest,
  seed: number,
  knowledge?: Knowledge,
) => decideWith(candidates, request, { random: seededRandom(seed), knowledge });

describe('a routing decision', () => {
  test('never contains an ineligible channel and never loses an eligible one', () => {
    let usable = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        someCandidates,
        aRandomRequest,
        fc.nat(),
        someKnowledge,
        (candidates, request, seed, knowledge) => {
          const { order } = decideWithSeed(candidates, request, seed, knowledge);
          const allowed = candidates.filter((candidate) => mayCarry(candidate, request));
          usable += allowed.length;
          refused += candidates.length - allowed.length;
          expect([...order].sort()).toEqual(allowed.map(({ channel }) => channel.id).sort());
        },
      ),
      { numRuns: 10_000, seed: 20_260_301 },
    );
    // Both kinds must have come up often, or the property said nothing.
    expect(usable).toBeGreaterThan(5_000);
    expect(refused).toBeGreaterThan(5_000);
  });

  test('explains every channel once, in both languages, the chosen ones in their order', () => {
    fc.assert(
      fc.property(
        someCandidates,
        aRandomRequest,
        fc.nat(),
        someKnowledge,
        (candidates, request, seed, knowledge) => {
          const decision = decideWithSeed(candidates, request, seed, knowledge);
          const explained = decision.candidates.map(({ channelId: id }) => id);
          expect([...explained].sort()).toEqual(candidates.map(({ channel }) => channel.id).sort());
          const chosen = decision.candidates.filter(({ eligible }) => eligible);
          expect(chosen.map(({ channelId: id }) => id)).toEqual(decision.order);
          for (const { reasons } of decision.candidates) {
            expect(reasons.length).toBeGreaterThan(0);
            for (const { en, zh } of reasons) {
              expect(en).toMatch(/^[A-Z0-9].*\.$/);
              expect(zh).toMatch(/[\u4e00-\u9fff].*。$/);
              expect(`${en}${zh}`).not.toMatch(/undefined|NaN|\[object/);
            }
          }
        },
      ),
      { numRuns: 2_000, seed: 20_260_302 },
    );
  });

  test('is the same for the same seed, in whatever order the channels come', () => {
    fc.assert(
      fc.property(
        someCandidates.chain((it) =>
          fc.tuple(fc.constant(it), fc.shuffledSubarray(it, { minLength: it.length })),
        ),
        aRandomRequest,
        fc.nat(),
        someKnowledge,
        ([candidates, shuffled], request, seed, knowledge) => {
          expect(decideWithSeed(shuffled, request, seed, knowledge).order).toEqual(
            decideWithSeed(candidates, request, seed, knowledge).order,
          );
        },
      ),
      { numRuns: 2_000, seed: 20_260_303 },
    );
  });

  test('without any knowledge puts main before backup, then the lower priority, then weight 0 last', () => {
    fc.assert(
      fc.property(someCandidates, aRandomRequest, fc.nat(), (candidates, request, seed) => {
        const { order } = decideWithSeed(candidates, request, seed);
        const byId = new Map(candidates.map((it) => [it.channel.id, it.channel]));
        const places = order.flatMap((id) => {
          const channel = byId.get(id);
          return channel
            ? [[channel.role === 'main' ? 0 : 1, channel.priority, channel.weight > 0 ? 0 : 1]]
            : [];
        });
        const sorted = [...places].sort(
          ([a = 0, b = 0, c = 0], [x = 0, y = 0, z = 0]) => a - x || b - y || c - z,
        );
        expect(places).toEqual(sorted);
      }),
      { numRuns: 2_000, seed: 20_260_304 },
    );
  });

  test('of no channels is empty', () => {
    expect(decideWithSeed([], aPayment, 1)).toMatchObject({ order: [], candidates: [] });
  });
});

const aPayment: RoutingRequest = {
  amount: money('CNY', 990),
  method: 'alipay',
  device: 'mobile',
  now: new Date('2026-03-01T12:00:00Z'),
  expiresAt: new Date('2026-03-01T12:15:00Z'),
  triedChannelIds: [],
  failedUpstreams: [],
};

describe('weights', () => {
  const DRAWS = 20_000;

  test('of 10, 30 and 60 put each channel first in that share of the draws', () => {
    const candidates = [10, 30, 60].map((weight, index) =>
      aCandidate({ id: channelId(index + 1), weight }),
    );
    const random = seededRandom(7);
    const first = new Map<string | undefined, number>();
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const [winner] = decideWith(candidates, aPayment, { random }).order;
      first.set(winner, (first.get(winner) ?? 0) + 1);
    }
    // Standard deviation is below 0.0035: a margin of 0.02 is six of them.
    expect(Math.abs((first.get(channelId(1)) ?? 0) / DRAWS - 0.1)).toBeLessThan(0.02);
    expect(Math.abs((first.get(channelId(2)) ?? 0) / DRAWS - 0.3)).toBeLessThan(0.02);
    expect(Math.abs((first.get(channelId(3)) ?? 0) / DRAWS - 0.6)).toBeLessThan(0.02);
  });

  test('decide the second place among those that are left', () => {
    const candidates = [10, 30, 60].map((weight, index) =>
      aCandidate({ id: channelId(index + 1), weight }),
    );
    const random = seededRandom(11);
    let heavyFirst = 0;
    let middleSecond = 0;
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const { order } = decideWith(candidates, aPayment, { random });
      if (order[0] !== channelId(3)) continue;
      heavyFirst += 1;
      if (order[1] === channelId(2)) middleSecond += 1;
    }
    expect(heavyFirst).toBeGreaterThan(10_000);
    expect(Math.abs(middleSecond / heavyFirst - 0.75)).toBeLessThan(0.03);
  });

  test('of 0 put channels after the others of their priority, in a fair draw among themselves', () => {
    const candidates = [0, 0, 1].map((weight, index) =>
      aCandidate({ id: channelId(index + 1), weight }),
    );
    const random = seededRandom(13);
    let firstOfZeros = 0;
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const { order } = decideWith(candidates, aPayment, { random });
      expect(order[0]).toBe(channelId(3));
      if (order[1] === channelId(1)) firstOfZeros += 1;
    }
    expect(Math.abs(firstOfZeros / DRAWS - 0.5)).toBeLessThan(0.02);
  });
});
