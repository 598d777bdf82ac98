import { type Backoff, SHORT_BACKOFF } from './backoff.ts';

/** Rounds without an end are a storm: whoever is left after so many is given up. */
const MAX_ROUNDS = 8;

export interface Rounds<Entry> {
  /** What one call takes at most. */
  readonly perCall: number;
  /** Sends some; gives back what the service did not get to. */
  readonly send: (entries: Entry[]) => Promise<Entry[]>;
  readonly backoff?: Backoff | undefined;
}

/**
 * Sends everything in calls that may be done in part (the batches of DynamoDB and SQS): what was left over is sent
 * again, a bounded number of times, after a pause.
 *
 * @throws Error when something is left over after the last round
 */
export const sendInRounds = async <Entry>(
  entries: readonly Entry[],
  { perCall, send, backoff = SHORT_BACKOFF }: Rounds<Entry>,
): Promise<void> => {
  for (let start = 0; start < entries.length; start += perCall) {
    let left = entries.slice(start, start + perCall);
    for (let round = 0; left.length > 0; round += 1) {
      if (round === MAX_ROUNDS) throw new Error(`${left.length} entries of a batch were left over`);
      if (round > 0) await backoff(round);
      left = await send(left);
    }
  }
};
