const OFFSET_MILLIS = 8 * 3_600_000;

/** As Alipay writes times: `2026-11-27 20:15:00`, in China, where clocks have never changed since 1991. */
export const chinaTime = (at: Date): string =>
  new Date(at.getTime() + OFFSET_MILLIS).toISOString().slice(0, 19).replace('T', ' ');
