import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RATE_LIMITS, secondsUntil, windowAt } from '#shared/domain/checkout/rate-limits.ts';

describe('a window of a limit', () => {
  it('contains its moment, ends within its length, and is followed by the next number', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(RATE_LIMITS)),
        fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }),
        (limit, now) => {
          const { number, endsAt } = windowAt(limit, now);
          const wait = secondsUntil(endsAt, now);
          expect(endsAt.getTime()).toBeGreaterThan(now.getTime());
          expect(wait).toBeGreaterThanOrEqual(1);
          expect(wait).toBeLessThanOrEqual(limit.seconds);
          expect(windowAt(limit, endsAt).number).toBe(number + 1);
        },
      ),
    );
  });

  it('lets a device that has paid before do no more than a whole network of others', () => {
    const { attempt_by_address: network, attempt_by_device: device } = RATE_LIMITS;
    expect(device.uses).toBeLessThanOrEqual(network.uses);
  });
});
