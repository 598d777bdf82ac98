import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitSnapshot, MAX_SNAPSHOT_BYTES } from '#shared/domain/routing/learning/fit-snapshot.ts';
import type { HealthSnapshot } from '#shared/domain/routing/learning/health-snapshot.ts';
import { channelId } from '../../../support/an-account.ts';

const aSnapshot = (channels: number, banks: number): HealthSnapshot => ({
  version: 1,
  takenAt: 1_700_000_000_000,
  upTo: 1_700_000_000_000,
  calibration: { offset: 0.123456, slope: 0.98765 },
  channels: Array.from({ length: channels }, (_, index) => ({
    id: channelId(index + 1),
    factor: index === 7 ? 0.02 : 0.987,
    dead: 0.012,
    ...(index === 7 ? { openedAt: 1_700_000_000_000 } : {}),
    trialsFrom: 1_700_000_000_000,
    perSecond: 0.123,
    perDayMinor: 12_345_678,
    p50: 20.1,
    p99: 233.4,
    methods: [
      ['alipay', 1234.5, 1000.1],
      ['wechat_pay', 1234.5, 1000.1],
    ],
    issuers: Array.from({ length: banks }, (_, bank): [string, number] => [
      `bank${bank}`,
      bank / 100,
    ]),
  })),
});

test('a usual snapshot is left as it is', () => {
  const usual = aSnapshot(12, 2);
  expect(fitSnapshot(usual)).toBe(usual);
});

test.each([
  [20, 24],
  [40, 24],
  [100, 24],
])(
  'of %i channels with %i banks in trouble each it fits, and still names the broken channel',
  (channels, banks) => {
    const fitted = fitSnapshot(aSnapshot(channels, banks));
    expect(bytesOf(fitted)).toBeLessThanOrEqual(MAX_SNAPSHOT_BYTES);
    expect(fitted.channels.find(({ id }) => id === channelId(8))?.openedAt).toBeDefined();
  },
);

const bytesOf = (snapshot: HealthSnapshot): number =>
  Buffer.byteLength(JSON.stringify(snapshot), 'utf8');

test('of 20 channels with 24 banks in trouble each it takes no more than 8 KB, and names the worst banks', () => {
  const whole = aSnapshot(20, 24);
  expect(bytesOf(whole)).toBeGreaterThan(8_192);
  const fitted = fitSnapshot(whole);
  expect(bytesOf(fitted)).toBeLessThanOrEqual(8_192);
  expect(fitted.channels).toHaveLength(20);
  const named = fitted.channels.flatMap(({ issuers }) => issuers.map(([, factor]) => factor));
  const left = whole.channels.flatMap(({ issuers }) => issuers.map(([, factor]) => factor));
  expect(named.length).toBeGreaterThanOrEqual(20);
  expect(Math.max(...named)).toBeLessThanOrEqual(
    left.sort((a, b) => a - b)[named.length - 1] ?? Number.NaN,
  );
});

test('it takes no more than 8 KB also when banks have long Chinese names', () => {
  const whole = aSnapshot(30, 24);
  const named: HealthSnapshot = {
    ...whole,
    channels: whole.channels.map((channel) => ({
      ...channel,
      issuers: channel.issuers.map(([issuer, factor]): [string, number] => [
        `${'中国邮政储蓄银行股份有限公司'.repeat(2)}${issuer}`,
        factor,
      ]),
    })),
  };
  expect(bytesOf(fitSnapshot(named))).toBeLessThanOrEqual(8_192);
});

test('whatever there is to tell it fits, invents nothing, and keeps broken channels before well ones', () => {
  const health = fc.record({
    factor: fc.double({ min: 0, max: 1, noNaN: true }),
    broken: fc.boolean(),
    perSecond: fc.double({ min: 0, max: 100, noNaN: true }),
    banks: fc.array(fc.double({ min: 0, max: 0.93, noNaN: true }), { maxLength: 24 }),
  });
  fc.assert(
    fc.property(fc.array(health, { maxLength: 80 }), (healths) => {
      const whole: HealthSnapshot = {
        ...aSnapshot(0, 0),
        channels: healths.map(({ factor, broken, perSecond, banks }, index) => ({
          ...(aSnapshot(1, 0).channels[0] as HealthSnapshot['channels'][number]),
          id: channelId(index + 1),
          factor,
          perSecond,
          ...(broken ? { openedAt: 1_700_000_000_000 } : {}),
          issuers: banks.map((bank, n): [string, number] => [`bank${n}`, bank]),
        })),
      };
      const fitted = fitSnapshot(whole);
      expect(bytesOf(fitted)).toBeLessThanOrEqual(MAX_SNAPSHOT_BYTES);
      const byId = new Map(whole.channels.map((channel) => [channel.id, channel]));
      for (const { issuers, methods, ...rest } of fitted.channels) {
        const before = byId.get(rest.id);
        expect(before).toMatchObject(rest);
        for (const bank of issuers) expect(before?.issuers).toContainEqual(bank);
        for (const method of methods) expect(before?.methods).toContainEqual(method);
      }
      const left = new Set(fitted.channels.map(({ id }) => id));
      const lost = whole.channels.filter(({ id }) => !left.has(id));
      if (lost.some(({ openedAt }) => openedAt !== undefined)) {
        expect(fitted.channels.every(({ openedAt }) => openedAt !== undefined)).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});
