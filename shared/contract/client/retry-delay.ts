import { ApiError } from './api-error.ts';
import { NoAnswer } from './no-answer.ts';
import { UnexpectedReply } from './unexpected-reply.ts';

const BASE_MILLIS = 200;
const CEILING_MILLIS = 5_000;
/** A server that asks for more patience than this gets none from a program that waits. */
const LONGEST_WAIT_SECONDS = 30;
/** What the gateways in front of the API answer in their own words. */
const GATEWAY_RETRYABLE: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * How long to wait before the next try, in milliseconds; `undefined` when repeating cannot help.
 * Exponential with full jitter, but not less than the server's Retry-After.
 */
export const retryDelayMillis = (
  error: unknown,
  tries: number,
  random: () => number,
): number | undefined => {
  if (!mayRepeat(error)) return undefined;
  const backoffMillis = random() * Math.min(CEILING_MILLIS, BASE_MILLIS * 2 ** tries);
  const asked = error instanceof ApiError ? error.retryAfterSeconds : undefined;
  if (asked === undefined) return backoffMillis;
  return asked > LONGEST_WAIT_SECONDS ? undefined : asked * 1_000 + backoffMillis;
};

const mayRepeat = (error: unknown): boolean =>
  (error instanceof ApiError && error.retryable) ||
  error instanceof NoAnswer ||
  (error instanceof UnexpectedReply && GATEWAY_RETRYABLE.has(error.status));
