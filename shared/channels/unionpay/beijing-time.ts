const OFFSET_MILLIS = 8 * 3_600_000;
/** UnionPay's settlement day ends at 23:00. */
const SETTLEMENT_OFFSET_MILLIS = OFFSET_MILLIS + 3_600_000;

const digits = (at: Date, offsetMillis: number): string =>
  new Date(at.getTime() + offsetMillis).toISOString().replace(/\D/g, '');

/** `YYYYMMDDhhmmss`, as `txnTime` and `payTimeout` want it. */
export const beijingTime = (at: Date): string => digits(at, OFFSET_MILLIS).slice(0, 14);

/** `YYYYMMDD` */
export const beijingDay = (at: Date): string => digits(at, OFFSET_MILLIS).slice(0, 8);

/** The day (`YYYYMMDD`) that a transaction is settled with. */
export const settlementDay = (at: Date): string => digits(at, SETTLEMENT_OFFSET_MILLIS).slice(0, 8);
