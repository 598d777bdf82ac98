import type { TableUse } from './feature.ts';

/** Counting what buyers do: counters lie among the stored replies, which may all be forgotten too. */
export const RATE_LIMITS = {
  idempotency: { verbs: ['UpdateItem'] },
} as const satisfies Record<string, TableUse>;
