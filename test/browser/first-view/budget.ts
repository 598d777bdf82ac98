/** What a buyer's first view may cost. */
export const BUDGET = {
  scriptBytes: 16 * 1024,
  wireBytes: 24 * 1024,
  requestsBeforePaint: 1,
} as const;
