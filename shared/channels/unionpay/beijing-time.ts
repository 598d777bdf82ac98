const OFFSET_MILLIS = 8 * 3_600_000;
/** UnionPay's settlement day ends at 23:00. */
const SETTLEMENT_OFFSET_MILLIS = OFFSET_MILLIS + 3_600_000;

const digits = (at: Date, offsetMillis: number): string =>
  new Date(at.getTime() + offsetMillis).toISOString().replace(/\D/g, '');

/** `YYYYMMDDhhmmss`, as `txnTime` and `payTimeout` want it. */
export const beijingTime = (at: Date): string => digits(at, OFFSET_MILLIS).slice(0, 14);

/** The present, and at least a second after an earlier one: two charges never bear the same. */
export const beijingTimeAfter = (earlier: string, now: Date): string => {
  const [year, month, day, hour, minute, second] = earlier.match(/^\d{4}|\d\d/g) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
  return beijingTime(new Date(Math.max(now.getTime(), at + 1000)));
};

/** `YYYYMMDD` */
export const beijingDay = (at: Date): string => digits(at, OFFSET_MILLIS).slice(0, 8);

/** The day (`YYYYMMDD`) that a transaction is settled with. */
export const settlementDay = (at: Date): string => digits(at, SETTLEMENT_OFFSET_MILLIS).slice(0, 8);
