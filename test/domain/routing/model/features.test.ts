import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  amountBand,
  CHANNEL_FEATURES,
  channelSalts,
  FEATURE_COUNT,
  hashText,
  newContextValues,
  type PaymentContext,
  placeChannel,
  placeShared,
  readContext,
  WEIGHT_COUNT,
} from '#shared/domain/routing/model/features.ts';
import { channelId } from '../../../support/an-account.ts';

const CONTEXT: PaymentContext = {
  amountMinor: 990,
  currency: 'CNY',
  method: 'alipay',
  device: 'mobile',
  region: 'CN',
  issuer: 'icbc',
  hour: 12,
  riskLevel: 'low',
  returningBuyer: false,
  preferredChannelId: undefined,
};

const placesOf = (
  channelId: string,
  changes: Partial<PaymentContext> = {},
  preferred = false,
): number[] => {
  const values = newContextValues();
  const places = new Int32Array(FEATURE_COUNT);
  readContext({ ...CONTEXT, ...changes }, values);
  placeChannel(channelSalts(channelId), values, preferred, places);
  placeShared(values, places, CHANNEL_FEATURES);
  return [...places];
};

/** Which features a change moves. */
const moved = (changes: Partial<PaymentContext>, preferred = false): number[] => {
  const [before, after] = [placesOf('ch_a'), placesOf('ch_a', changes, preferred)];
  return [...before.keys()].filter((kind) => before[kind] !== after[kind]);
};

const aContext: fc.Arbitrary<PaymentContext> = fc.record({
  amountMinor: fc.integer({ min: 1, max: 100_000_000 }),
  currency: fc.constantFrom('CNY' as const, 'USD' as const),
  method: fc.string({ maxLength: 20 }),
  device: fc.string({ maxLength: 20 }),
  region: fc.string({ unit: 'grapheme', maxLength: 10 }),
  issuer: fc.string({ unit: 'grapheme', maxLength: 40 }),
  hour: fc.integer({ min: 0, max: 23 }),
  riskLevel: fc.constantFrom('low' as const, 'medium' as const, 'high' as const),
  returningBuyer: fc.boolean(),
  preferredChannelId: fc.constant(undefined),
});

describe('the places of a payment among the weights', () => {
  test('exist, and are the same whenever they are asked for, whatever the words', () => {
    fc.assert(
      fc.property(fc.string(), aContext, fc.boolean(), (channelId, context, preferred) => {
        const places = placesOf(channelId, context, preferred);
        expect(places).toHaveLength(FEATURE_COUNT);
        expect(places.every((it) => Number.isInteger(it) && it >= 0 && it < WEIGHT_COUNT)).toBe(
          true,
        );
        // Thousands of other words in between: what is remembered must not change what is computed.
        for (let word = 0; word < 50; word += 1) placesOf('x', { issuer: `${word} ${channelId}` });
        expect(placesOf(channelId, context, preferred)).toEqual(places);
      }),
      { numRuns: 200 },
    );
  });

  test('are the shop’s own everywhere but in the four that all channels share', () => {
    const [one, other] = [placesOf('ch_a'), placesOf('ch_b')];
    for (let kind = 0; kind < CHANNEL_FEATURES; kind += 1) expect(one[kind]).not.toBe(other[kind]);
    expect(other.slice(CHANNEL_FEATURES)).toEqual(one.slice(CHANNEL_FEATURES));
  });

  test.each<[string, Partial<PaymentContext>, boolean, number[]]>([
    ['the bank', { issuer: 'ccb' }, false, [1, 8]],
    ['the device', { device: 'desktop' }, false, [2, 11]],
    ['the amount’s band', { amountMinor: 60_000 }, false, [3, 10]],
    ['the method', { method: 'card' }, false, [4, 11]],
    ['the region', { region: 'US' }, false, [5]],
    ['the quarter of the day', { hour: 20 }, false, [6]],
    ['being the buyer’s usual channel', {}, true, [7]],
    ['the risk', { riskLevel: 'high' }, false, [9]],
    ['coming again', { returningBuyer: true }, false, [9]],
  ])('%s moves its own features', (_name, changes, preferred, expected) => {
    expect(moved(changes, preferred)).toEqual(expected);
  });

  test('do not change within a band or a quarter of the day', () => {
    expect(moved({ amountMinor: 991, hour: 15 })).toEqual([]);
  });

  test('of 40 channels with 50 banks collide hardly more often than chance', () => {
    const channels = Array.from({ length: 40 }, (_, index) => channelId(index + 1));
    const words = Array.from({ length: 50 }, (_, bank) => `bank-${bank}`);
    const pairs = channels.flatMap((channel) => words.map((issuer) => ({ channel, issuer })));
    const byPlace = new Map<number, number>();
    for (const { channel, issuer } of pairs) {
      const place = placesOf(channel, { issuer })[1] ?? -1;
      byPlace.set(place, (byPlace.get(place) ?? 0) + 1);
    }
    // 2,000 pairs thrown at 8,192 places leave 11.3 % without one of their own; the standard deviation is 0.6 %.
    const displaced = pairs.length - byPlace.size;
    expect(displaced / pairs.length).toBeLessThan(0.13);
    const worst = Math.max(...byPlace.values());
    expect(worst).toBeLessThan(8);
  });

  test('of one payment are twelve different ones, nearly always', () => {
    let doubled = 0;
    for (let index = 0; index < 2_000; index += 1) {
      if (new Set(placesOf(`ch_${index}`)).size < FEATURE_COUNT) doubled += 1;
    }
    // Chance alone: 66 pairs in 8,192 places, 0.8 %.
    expect(doubled / 2_000).toBeLessThan(0.02);
  });
});

describe('the band of an amount', () => {
  test.each([
    [1, 0],
    [500, 0],
    [501, 1],
    [2_000, 1],
    [2_001, 2],
    [500_000, 6],
    [500_001, 7],
    [999_999_999, 7],
  ])('of %i fen is %i', (amountMinor, band) => {
    expect(amountBand({ amountMinor, currency: 'CNY' })).toBe(band);
  });

  test('of money without decimals is that of as many units', () => {
    expect(amountBand({ amountMinor: 50, currency: 'JPY' })).toBe(
      amountBand({ amountMinor: 5_000, currency: 'CNY' }),
    );
  });
});

test('the hash of a word is FNV-1a as published', () => {
  expect(hashText('')).toBe(0x811c9dc5);
  expect(hashText('a')).toBe(0xe40c292c);
  expect(hashText('foobar')).toBe(0xbf9cf968);
});
