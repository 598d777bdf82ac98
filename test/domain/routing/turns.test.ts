import { describe, expect, test } from 'vitest';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { money } from '#shared/domain/money/money.ts';
import type { RoutingRequest } from '#shared/domain/routing/candidate.ts';
import { createDecider } from '#shared/domain/routing/decide.ts';
import { NO_KNOWLEDGE } from '#shared/domain/routing/knowledge.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import { aCandidate, channelId } from '../../support/an-account.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { aSnapshot, someHealth } from './some-health.ts';

const NOW = new Date('2026-05-01T12:00:00Z');
const PAYMENT = 10_000;
/** Payments that the daily cap of each account has room for. */
const ROOM = [100, 200, 400] as const;

const aRequest: RoutingRequest = {
  amount: money('CNY', PAYMENT),
  method: 'alipay',
  device: 'mobile',
  now: NOW,
  expiresAt: new Date(NOW.getTime() + 900_000),
  triedChannelIds: [],
  failedUpstreams: [],
};

/** Sends payments one after the other to accounts with caps, and tells how many each has after every payment. */
const fill = (payments: number, changes: readonly Partial<Channel>[] = [{}, {}, {}]) => {
  const taken = ROOM.map(() => 0);
  const random = seededRandom(5);
  const snapshot = aSnapshot(
    ROOM.map((_, index) => someHealth(channelId(index + 1))),
    NOW,
  );
  for (let count = 0; count < payments; count += 1) {
    const portfolio = preparePortfolio(
      ROOM.map((room, index) => ({
        ...aCandidate({
          id: channelId(index + 1),
          dailyCap: money('CNY', room * PAYMENT),
          ...changes[index],
        }),
        reservedTodayMinor: BigInt((taken[index] ?? 0) * PAYMENT),
      })),
    );
    const decider = createDecider({
      portfolio,
      knowledge: { ...NO_KNOWLEDGE, snapshot },
      settings: { ...DEFAULT_ROUTING_SETTINGS, explorationShare: 0 },
    });
    const [first] = decider.decide(aRequest, random).order;
    if (first !== undefined) taken[first] = (taken[first] ?? 0) + 1;
  }
  return taken;
};

describe('several accounts at one upstream', () => {
  test('fill evenly, whatever their size', () => {
    expect(fill(70)).toEqual([10, 20, 40]);
    const half = fill(350);
    for (const [index, room] of ROOM.entries()) {
      expect(Math.abs((half[index] ?? 0) - room / 2)).toBeLessThanOrEqual(1);
    }
  });

  test('take all that their caps allow together, and nothing beyond', () => {
    expect(fill(705)).toEqual([...ROOM]);
  });

  test('take no turns where one is clearly dearer', () => {
    const fee = { rateBasisPoints: 300, fixedMinor: 0 };
    expect(fill(100, [{}, { fee }, {}])[1]).toBe(0);
  });

  test('take no turns with an account elsewhere, nor with one that is switched off', () => {
    const alone = preparePortfolio([
      aCandidate({ id: channelId(1) }),
      aCandidate({ id: channelId(2), upstream: 'elsewhere' }),
      aCandidate({ id: channelId(3), status: 'frozen' }),
    ]);
    expect(alone.channels.map(({ takesTurns }) => takesTurns)).toEqual([false, false, false]);
  });
});
