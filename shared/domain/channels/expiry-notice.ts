/** A certificate, key or token that ends, as far as its own format tells. */
export interface Expiry {
  /** The setting or secret it belongs to, e.g. `credentials.merchantCertificate`. */
  readonly param: string;
  readonly expiresAt: Date;
}

/** Days before an end at which its merchant is told; 0: when it is over. */
export const NOTICE_DAYS = [30, 7, 1, 0] as const;
export type NoticeDays = (typeof NOTICE_DAYS)[number];

const DAY_MILLIS = 86_400_000;

/**
 * The notice that is due now: the nearest that was reached, so that after days without a look one is given and not all
 * that were missed. `undefined`: the end is further away than the first.
 */
export const noticeDue = (expiresAt: Date, now: Date): NoticeDays | undefined => {
  const left = expiresAt.getTime() - now.getTime();
  return NOTICE_DAYS.toReversed().find((days) => left <= days * DAY_MILLIS);
};

/** Whole days that are left; negative once it is over. */
export const daysLeft = (expiresAt: Date, now: Date): number =>
  Math.floor((expiresAt.getTime() - now.getTime()) / DAY_MILLIS);
