import { addressKey } from '../../domain/checkout/address-key.ts';
import type { KnownDevice } from '../../domain/checkout/known-device.ts';
import { ATTEMPTS_OF_ORDER, secondsUntil } from '../../domain/checkout/rate-limits.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { type LimitRateDeps, limitRate, TooOften } from './limit-rate.ts';

/**
 * Counts one start of a payment, with one write: under the device when it has paid before, which a program cannot come by
 * for nothing, else under the address.
 *
 * @throws AppError rate_limited
 */
export const limitAttempts = (
  deps: LimitRateDeps,
  { buyerIp, device }: { readonly buyerIp: string; readonly device?: KnownDevice | undefined },
): Promise<void> =>
  limitRate(deps, [
    device?.lastMethod
      ? { limit: 'attempt_by_device', of: device.id }
      : { limit: 'attempt_by_address', of: addressKey(buyerIp) },
  ]);

/**
 * Refuses another payment of an order that had too many a moment ago. The order remembers them: nothing is counted.
 *
 * @throws AppError rate_limited
 */
export const checkPace = (attempts: readonly Attempt[], now: Date): void => {
  const { uses, seconds } = ATTEMPTS_OF_ORDER;
  const since = new Date(now.getTime() - seconds * 1_000).toISOString();
  const recent = attempts.filter(({ createdAt }) => createdAt > since);
  const [oldest] = recent.slice(-uses);
  if (recent.length < uses || !oldest) return;
  throw new TooOften(secondsUntil(new Date(Date.parse(oldest.createdAt) + seconds * 1_000), now));
};
