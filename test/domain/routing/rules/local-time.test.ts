import { expect, test } from 'vitest';
import { localTime } from '#shared/domain/routing/rules/local-time.ts';

test.each([
  ['2026-03-01T15:59:59Z', 'Asia/Shanghai', { hour: 23, weekday: 7 }],
  ['2026-03-01T16:00:00Z', 'Asia/Shanghai', { hour: 0, weekday: 1 }],
  ['2026-03-01T16:00:00Z', 'UTC', { hour: 16, weekday: 7 }],
  ['2026-07-01T03:30:00Z', 'America/New_York', { hour: 23, weekday: 2 }],
])('%s in %s is %o', (instant, zone, expected) => {
  expect(localTime(new Date(instant), zone)).toEqual(expected);
});
