import { createHash } from 'node:crypto';
import { z } from 'zod';

/**
 * TronGrid's index may learn of a transfer long after its block: every look goes back by this much, and leaves out what
 * was reported before.
 */
export const OVERLAP_MILLIS = 3_600_000;
/** Remembered of what was reported within the overlap; older ones beyond it are reported twice, which harms nobody. */
const MAX_REPORTED = 400;

const cursorSchema = z.object({
  chain: z.literal('tron'),
  /** The first look: nothing before it is reported. */
  start: z.int(),
  /** Everything before was reported, as far as the index knew of it. */
  since: z.int(),
  /** Addresses are read one after the other; a look may end in between. */
  pass: z
    .object({
      /** The address to go on with. */
      at: z.int(),
      /** From when on, within it. */
      from: z.int().optional(),
      /** What `since` becomes at the end. */
      until: z.int(),
    })
    .optional(),
  /** Transactions that were reported, abbreviated, with their times. */
  reported: z.array(z.tuple([z.string(), z.int()])),
});
export type TronCursor = z.infer<typeof cursorSchema>;

export const firstCursor = (at: Date): TronCursor => ({
  chain: 'tron',
  start: at.getTime(),
  since: at.getTime(),
  reported: [],
});

/** `undefined`: there is none of this chain; what an account saw on another one is of no use here. */
export const readTronCursor = (text: string | undefined): TronCursor | undefined =>
  text === undefined ? undefined : cursorSchema.safeParse(JSON.parse(text)).data;

export const writeTronCursor = (cursor: TronCursor): string => JSON.stringify(cursor);

export const lookFrom = ({ start, since }: TronCursor): number =>
  Math.max(start, since - OVERLAP_MILLIS);

export const abbreviated = (transactionId: string): string =>
  createHash('sha256').update(transactionId).digest('base64url').slice(0, 12);

/** What can no longer come up again is forgotten. */
export const stillReported = (cursor: TronCursor): TronCursor['reported'] =>
  cursor.reported.filter(([, at]) => at >= lookFrom(cursor)).slice(-MAX_REPORTED);
