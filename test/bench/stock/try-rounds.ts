import { setTimeout as pause } from 'node:timers/promises';
import type { Bought } from './structure.ts';

const MAX_ROUNDS = 12;
const MAX_BACKOFF_MILLIS = 250;

/** The same patience for every structure: as many rounds and as long a pause as creating an order has. */
export const tryRounds = async (
  attempt: (round: number) => Promise<Bought | 'lost'>,
): Promise<Bought> => {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round > 0) await pause(Math.random() * Math.min(MAX_BACKOFF_MILLIS, 4 * 2 ** round));
    const outcome = await attempt(round);
    if (outcome !== 'lost') return outcome;
  }
  return { kind: 'gave_up' };
};

/** Whether a write was refused by its condition; anything else is a failure of the bench. */
export const wasLost = (error: unknown): boolean => {
  const { name } = error as Error;
  if (name === 'TransactionCanceledException' || name === 'ConditionalCheckFailedException') {
    return true;
  }
  throw error;
};
