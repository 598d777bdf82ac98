import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money } from '#shared/domain/money/money.ts';
import type { Candidate, RoutingRequest } from '#shared/domain/routing/candidate.ts';
import { eligible } from '#shared/domain/routing/constraints/eligible.ts';
import { mayTake } from '#shared/domain/routing/constraints/may-take.ts';
import { type PreparedChannel, preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import { readyRequest } from '#shared/domain/routing/request-views.ts';
import { aCandidate, channelId } from '../../../support/an-account.ts';
import { aRandomRequest, someCandidates } from '../arbitraries.ts';
import { mayCarry } from '../may-carry.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const aPayment: RoutingRequest = {
  amount: money('CNY', 300),
  method: 'alipay',
  device: 'mobile',
  now: NOW,
  expiresAt: new Date(NOW.getTime() + 900_000),
  triedChannelIds: [],
  failedUpstreams: [],
};

const verdicts = (candidate: Candidate, request: RoutingRequest) => {
  const [channel] = preparePortfolio([candidate]).channels;
  return {
    quick: mayTake(channel as PreparedChannel, readyRequest(request)),
    explained: eligible(candidate, request).kind === 'eligible',
    inWords: mayCarry(candidate, request),
  };
};

describe('the quick check of hard limits', () => {
  test('says of every channel and payment what the check with reasons says', () => {
    let allowed = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        someCandidates.filter(({ length }) => length > 0),
        aRandomRequest,
        (candidates, request) => {
          for (const candidate of candidates) {
            const { quick, explained, inWords } = verdicts(candidate, request);
            if (explained) allowed += 1;
            else refused += 1;
            if (quick !== explained || explained !== inWords) {
              expect({ quick, explained, inWords, candidate, request }).toBeUndefined();
            }
          }
        },
      ),
      { numRuns: 4_000, seed: 20_260_305 },
    );
    expect(allowed + refused).toBeGreaterThan(20_000);
    expect(allowed).toBeGreaterThan(2_000);
    expect(refused).toBeGreaterThan(2_000);
  });

  test.each([
    ['the dearest amount that fits', { maxAmount: money('CNY', 300) }, true],
    ['one fen too much', { maxAmount: money('CNY', 299) }, false],
    ['the smallest amount that fits', { minAmount: money('CNY', 300) }, true],
    ['one fen too little', { minAmount: money('CNY', 301) }, false],
    ['a cap that it fills', { dailyCap: money('CNY', 300) }, true],
    ['a cap that it exceeds', { dailyCap: money('CNY', 299) }, false],
  ])('at the edge: %s', (_case, changes, expected) => {
    expect(verdicts(aCandidate(changes), aPayment)).toEqual({
      quick: expected,
      explained: expected,
      inWords: expected,
    });
  });

  test.each([undefined, 'icbc', 'ccb'])('holds the limit of a bank for payers of %s', (issuer) => {
    const candidate = aCandidate({
      issuerLimits: [{ issuer: 'icbc', maxAmount: money('CNY', 299) }],
    });
    const expected = issuer !== 'icbc';
    expect(verdicts(candidate, { ...aPayment, issuer })).toEqual({
      quick: expected,
      explained: expected,
      inWords: expected,
    });
  });

  test('holds every limit of a bank that is named twice', () => {
    const candidate = aCandidate({
      issuerLimits: [
        { issuer: 'icbc', maxAmount: money('CNY', 100) },
        { issuer: 'icbc', maxAmount: money('CNY', 500) },
      ],
    });
    expect(verdicts(candidate, { ...aPayment, issuer: 'icbc' })).toEqual({
      quick: false,
      explained: false,
      inWords: false,
    });
  });

  test('of several maintenances any one counts', () => {
    const window = (from: number, to: number) => ({
      startsAt: new Date(NOW.getTime() + from * 60_000).toISOString(),
      endsAt: new Date(NOW.getTime() + to * 60_000).toISOString(),
    });
    for (const [windows, expected] of [
      [[window(-60, -30), window(30, 60)], true],
      [[window(30, 60), window(-60, 1)], false],
      [[window(30, 60), window(14, 20), window(-9, -8)], false],
      [[window(5, 5), window(9, 3)], true],
      [[window(15, 20)], true],
      [[window(-20, 0)], true],
      [[window(0, 1)], false],
    ] as const) {
      const candidate = aCandidate({ id: channelId(1), maintenance: [...windows] });
      expect(verdicts(candidate, aPayment)).toEqual({
        quick: expected,
        explained: expected,
        inWords: expected,
      });
    }
  });
});
