import type { Refund } from './refund.ts';

/** Questions for hints keep this distance from the last one. */
const GAP_MILLIS = 2_000;

/**
 * An open refund whose provider is to be asked because of a notification at `now` that proves nothing; `undefined` when
 * that is to happen anyway. It is forgotten when the question is written down, right before it is asked: what comes later
 * asks anew.
 */
export const withRefundHint = (refund: Refund, now: Date): Refund | undefined => {
  if (refund.askAt !== undefined) return undefined;
  const earliest = refund.askedCount === 0 ? 0 : Date.parse(refund.updatedAt) + GAP_MILLIS;
  return {
    ...refund,
    askAt: new Date(Math.max(now.getTime(), earliest)).toISOString(),
    version: refund.version + 1,
  };
};
