import type { RateLimitName } from '../../domain/checkout/rate-limits.ts';

/** One use of something limited, in one window. */
export interface CountedUse {
  readonly limit: RateLimitName;
  /** Whose use it is: an address, a device, an order. Stored hashed. */
  readonly of: string;
  /** Number of the window; another one is another counter, so that an old one is never read. */
  readonly window: number;
  readonly endsAt: Date;
  /** Uses that the window has. */
  readonly uses: number;
}

/**
 * Counts uses, exactly, whoever else counts at the same moment.
 *
 * @throws when it cannot count within a fraction of a second: nobody waits long for it
 */
export interface RateLimiter {
  /** Takes one use of the window; `used_up` changes nothing. */
  take(use: CountedUse): Promise<'taken' | 'used_up'>;
}
