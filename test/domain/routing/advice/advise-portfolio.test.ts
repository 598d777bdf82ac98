import { describe, expect, test } from 'vitest';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { advisePortfolio } from '#shared/domain/routing/advice/advise-portfolio.ts';
import type { HealthSnapshot } from '#shared/domain/routing/learning/health-snapshot.ts';
import { anAccount, channelId } from '../../../support/an-account.ts';

const NOW = new Date('2026-06-01T12:00:00Z');

/** n main accounts and a backup, each at a gateway of its own, with their fees filled in. */
const accounts = (main: number, changes: Partial<Channel> = {}): Channel[] =>
  Array.from({ length: main + 1 }, (_, index) =>
    anAccount({
      id: channelId(index + 1),
      role: index === main ? 'backup' : 'main',
      upstream: `gateway-${index}`,
      fee: { rateBasisPoints: 60, fixedMinor: 0 },
      ...changes,
    }),
  );

const snapshotOf = (channels: HealthSnapshot['channels'][number][]): HealthSnapshot => ({
  version: 1,
  takenAt: NOW.getTime(),
  upTo: NOW.getTime(),
  calibration: { offset: 0, slope: 1 },
  channels,
});

const health = (id: string, perDayMinor: number, openedAt?: number) => ({
  id,
  factor: 1,
  dead: 0,
  ...(openedAt === undefined ? {} : { openedAt }),
  trialsFrom: 0,
  perSecond: 0,
  perDayMinor,
  p50: 20,
  p99: 200,
  methods: [],
  issuers: [],
});

const codes = (channels: readonly Channel[], snapshot?: HealthSnapshot): string[] => [
  ...new Set(advisePortfolio(channels, { snapshot, now: NOW }).map(({ code }) => code)),
];

describe('advice on a portfolio', () => {
  test('a sound one needs none', () => {
    expect(codes(accounts(3))).toEqual([]);
  });

  test('without an enabled channel nobody can pay', () => {
    expect(codes(accounts(3, { status: 'frozen' }))).toEqual(['no_channel']);
  });

  test('too few main ones, and no backup', () => {
    expect(codes(accounts(1).slice(0, 1))).toEqual(['too_few_main', 'no_backup']);
  });

  test('all of them on one upstream', () => {
    expect(codes(accounts(3, { upstream: 'same' }))).toEqual(['one_upstream']);
  });

  test('more than anybody can watch', () => {
    expect(codes(accounts(9))).toEqual(['too_many']);
  });

  test('one that carries nothing, unless it is new', () => {
    const channels = accounts(3);
    const snapshot = snapshotOf([health(channelId(1), 1_000_000), health(channelId(2), 900_000)]);
    expect(codes(channels, snapshot)).toEqual(['dead_weight']);
    const fresh = channels.map((it) => ({ ...it, createdAt: NOW.toISOString() }));
    expect(codes(fresh, snapshot)).toEqual([]);
  });

  test('one that has been broken for more than an hour is urgent', () => {
    const channels = accounts(3);
    const volumes = channels.map(({ id }) => health(id, 1_000));
    const broken = (millis: number) =>
      snapshotOf([health(channelId(1), 1_000, NOW.getTime() - millis), ...volumes.slice(1)]);
    expect(codes(channels, broken(2 * 3_600_000))).toEqual(['long_broken']);
    expect(codes(channels, broken(1_800_000))).toEqual([]);
  });

  test('accounts whose costs nobody filled in', () => {
    expect(codes(accounts(3, { fee: { rateBasisPoints: 0, fixedMinor: 0 } }))).toEqual([
      'costs_unknown',
    ]);
  });

  test('every advice is said in both languages', () => {
    for (const { en, zh } of advisePortfolio(accounts(1, { upstream: 'same' }), {
      snapshot: undefined,
      now: NOW,
    })) {
      expect(en).toMatch(/^[A-Z0-9"].*\.$/);
      expect(zh).toMatch(/[\u4e00-\u9fff].*。$/);
    }
  });
});
