import { expect, it } from 'vitest';
import { nextFireTime } from '#infra/local/sources/next-fire-time.ts';

const at = (text: string) => new Date(`2026-03-${text}Z`);

it.each([
  ['rate(1 minute)', undefined, '10T10:00:30', '10T10:01:30'],
  ['rate(5 minutes)', '10T10:00:00', '10T10:02:00', '10T10:05:00'],
  // The stack was off for longer than the rate: what was missed is done at once, and once only.
  ['rate(1 hour)', '10T01:00:00', '10T10:02:00', '10T10:02:00'],
  ['cron(0 12 * * ? *)', undefined, '10T12:00:00', '11T12:00:00'],
  ['cron(0/15 * * * ? *)', undefined, '10T10:07:01', '10T10:15:00'],
  ['cron(30 9 ? * MON-FRI *)', undefined, '13T09:30:00', '16T09:30:00'],
  ['cron(0 0 1 APR,MAY ? *)', undefined, '10T00:00:00', '32T00:00:00'],
  ['cron(5 8-10 * * ? 2026)', undefined, '10T10:05:00', '11T08:05:00'],
])('%s after %s, at %s, fires at %s', (expression, last, now, expected) => {
  const wanted = expected.startsWith('32') ? new Date('2026-04-01T00:00:00Z') : at(expected);
  expect(nextFireTime(expression, last ? at(last) : undefined, at(now))).toEqual(wanted);
});

it('never fires when the year is over', () => {
  expect(nextFireTime('cron(0 0 * * ? 2020)', undefined, at('10T00:00:00'))).toBeUndefined();
});

it.each(['every minute', 'rate(0.5 minutes)', 'cron(0 12 * *)', 'cron(0 12 L * ? *)'])(
  'refuses %s',
  (expression) => {
    expect(() => nextFireTime(expression, undefined, at('10T00:00:00'))).toThrow();
  },
);
