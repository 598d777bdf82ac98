import { describe, expect, it } from 'vitest';
import { checkPace, limitAttempts } from '#shared/application/checkout/limit-attempts.ts';
import { limitRate } from '#shared/application/checkout/limit-rate.ts';
import type { CountedUse, RateLimiter } from '#shared/application/ports/rate-limiter.ts';
import { METRICS } from '#shared/contract/metrics.ts';
import type { KnownDevice } from '#shared/domain/checkout/known-device.ts';
import { ATTEMPTS_OF_ORDER, RATE_LIMITS } from '#shared/domain/checkout/rate-limits.ts';
import { attemptIdOf } from '#shared/domain/identity/ids.ts';
import { anAttempt, anOrder, later, NOW } from '#test/support/builders.ts';

const someDeps = (take: RateLimiter['take'] = async () => 'taken') => {
  const counted: string[] = [];
  const warnings: string[] = [];
  const uses: CountedUse[] = [];
  return {
    counted,
    warnings,
    uses,
    runtime: { now: () => NOW },
    log: {
      info: () => {},
      error: () => {},
      warn: (message: string) => void warnings.push(message),
    },
    metrics: { count: (name: string) => void counted.push(name) },
    limiter: {
      take: (use: CountedUse) => {
        uses.push(use);
        return take(use);
      },
    },
  };
};

const BOTH = [
  { limit: 'lookup_by_address', of: '203.0.113.7' },
  { limit: 'lookup_by_order', of: 'order' },
] as const;

describe('a limit', () => {
  it('that is used up says how long to wait: until the last window that is full ends', async () => {
    const deps = someDeps(async () => 'used_up');
    await expect(limitRate(deps, BOTH)).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: RATE_LIMITS.lookup_by_order.seconds,
    });
    expect(deps.counted).toEqual([METRICS.rateLimited]);
  });

  it('that cannot be counted stops nobody, and is counted and logged itself', async () => {
    const deps = someDeps(() => Promise.reject(new Error('the table is on fire')));
    await limitRate(deps, BOTH);
    expect(deps.counted).toEqual([METRICS.rateLimiterFailed, METRICS.rateLimiterFailed]);
    expect(deps.warnings).toHaveLength(2);
  });

  it('that nobody can be counted under is not counted', async () => {
    const deps = someDeps(async () => 'used_up');
    await limitRate(deps, [{ limit: 'lookup_by_address', of: undefined }]);
    expect(deps.uses).toEqual([]);
  });
});

describe('the start of a payment', () => {
  const device: KnownDevice = { id: 'AbCdEfGhIjKlMnOpQrStU_', since: '2026-05-01' };
  const countedUnder = async (known: KnownDevice | undefined) => {
    const deps = someDeps();
    await limitAttempts(deps, { buyerIp: '2001:db8:1:2:3::9', device: known });
    return deps.uses.map(({ limit, of }) => [limit, of]);
  };

  it('is one write, under the address of a device that is new: anybody can have many of those', async () => {
    const address = [['attempt_by_address', '2001:db8:1:2::/64']];
    expect(await countedUnder(undefined)).toEqual(address);
    expect(await countedUnder(device)).toEqual(address);
  });

  it('is one write, under the device when it has paid before', async () => {
    expect(await countedUnder({ ...device, lastMethod: 'alipay' })).toEqual([
      ['attempt_by_device', device.id],
    ]);
  });

  it('waits when its order had too many a moment ago, until the first of those is old', () => {
    const order = anOrder();
    const attempts = Array.from({ length: ATTEMPTS_OF_ORDER.uses }, (_, index) =>
      anAttempt(order, {
        id: attemptIdOf(order.id, index + 1),
        createdAt: later(index).toISOString(),
      }),
    );
    const last = later(attempts.length);
    expect(() => checkPace(attempts.slice(1), last)).not.toThrow();
    expect(() => checkPace(attempts, last)).toThrow(
      expect.objectContaining({
        code: 'rate_limited',
        retryAfterSeconds: ATTEMPTS_OF_ORDER.seconds - attempts.length,
      }),
    );
    expect(() => checkPace(attempts, later(ATTEMPTS_OF_ORDER.seconds))).not.toThrow();
  });
});
