import { METRICS } from '../../contract/metrics.ts';
import {
  RATE_LIMITS,
  type RateLimitName,
  secondsUntil,
  windowAt,
} from '../../domain/checkout/rate-limits.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import type { Log, Metrics, Runtime } from '../ports/runtime.ts';

export interface LimitRateDeps {
  /** Absent: nothing is counted. Every function that answers buyers has one, see `functions/wiring/`. */
  readonly limiter?: RateLimiter;
  readonly runtime: Pick<Runtime, 'now'>;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface RateUse {
  readonly limit: RateLimitName;
  /** `undefined`: there is nobody to count it under. */
  readonly of: string | undefined;
}

/** Something was done too often; the time to wait is in `retryAfterSeconds`. */
export class TooOften extends AppError {
  constructor(retryAfterSeconds: number) {
    super('rate_limited', 'That was tried too often in a short time. Wait, then try again.', {
      retryAfterSeconds,
    });
  }
}

/**
 * Counts one use of each limit, all at once. It fails open: a limit that cannot be counted keeps nobody from paying, is
 * counted itself, and is logged.
 *
 * Meant to run beside the read that the request needs anyway, so that it adds nothing to what a buyer waits for.
 *
 * @throws AppError rate_limited
 */
export const limitRate = async (deps: LimitRateDeps, uses: readonly RateUse[]): Promise<void> => {
  const now = deps.runtime.now();
  const waits = await Promise.all(uses.map((use) => waitSeconds(deps, use, now)));
  const longest = Math.max(0, ...waits);
  if (longest > 0) {
    deps.metrics.count(METRICS.rateLimited);
    throw new TooOften(longest);
  }
};

/** Seconds until there is a use again; 0 when there is one. */
const waitSeconds = async (
  { limiter, log, metrics }: LimitRateDeps,
  { limit, of }: RateUse,
  now: Date,
): Promise<number> => {
  if (!limiter || of === undefined) return 0;
  const { number, endsAt } = windowAt(RATE_LIMITS[limit], now);
  const { uses } = RATE_LIMITS[limit];
  try {
    const taken = await limiter.take({ limit, of, window: number, endsAt, uses });
    return taken === 'taken' ? 0 : secondsUntil(endsAt, now);
  } catch (error) {
    metrics.count(METRICS.rateLimiterFailed);
    log.warn('a rate limit could not be counted', { limit, cause: error });
    return 0;
  }
};
