import { describe, expect, test } from 'vitest';
import { capDay, isDayZone } from '#shared/domain/channels/cap-day.ts';

describe('the day whose cap a payment uses', () => {
  test.each([
    ['2026-02-28T15:59:59.999Z', 'Asia/Shanghai', '2026-02-28'],
    ['2026-02-28T16:00:00.000Z', 'Asia/Shanghai', '2026-03-01'],
    ['2026-02-28T16:00:00.000Z', 'UTC', '2026-02-28'],
    ['2026-01-01T00:30:00.000Z', 'America/New_York', '2025-12-31'],
    // Summer time: the same clock hour lies on either side of midnight.
    ['2026-07-01T04:30:00.000Z', 'America/New_York', '2026-07-01'],
    ['2026-12-01T04:30:00.000Z', 'America/New_York', '2026-11-30'],
  ])('at %s in %s is %s', (instant, zone, day) => {
    expect(capDay(new Date(instant), zone)).toBe(day);
  });

  test('is counted in real time zones only', () => {
    expect(isDayZone('Asia/Shanghai')).toBe(true);
    expect(isDayZone('UTC')).toBe(true);
    expect(isDayZone('Beijing')).toBe(false);
    expect(isDayZone('')).toBe(false);
  });
});
