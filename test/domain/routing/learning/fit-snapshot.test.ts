import { expect, test } from 'vitest';
import {
  fitSnapshot,
  MAX_SNAPSHOT_CHARACTERS,
} from '#shared/domain/routing/learning/fit-snapshot.ts';
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
    expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(MAX_SNAPSHOT_CHARACTERS);
    expect(fitted.channels.find(({ id }) => id === channelId(8))?.openedAt).toBeDefined();
  },
);
