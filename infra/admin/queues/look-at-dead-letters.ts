import type { SQSClient } from '@aws-sdk/client-sqs';
import { type DeadLetter, giveBack, MAX_BATCH, takeDeadLetters } from './dead-letters.ts';

/** If we are killed while we look, the messages are back after so long. */
const HOLD_SECONDS = 30;

/** Shows up to `limit` messages and leaves them where they are; each look counts as a receive. */
export const lookAtDeadLetters = async (
  client: SQSClient,
  queueUrl: string,
  limit: number,
): Promise<DeadLetter[]> => {
  const letters = new Map<string, DeadLetter>();
  try {
    while (letters.size < limit) {
      const before = letters.size;
      const taken = await takeDeadLetters(client, queueUrl, {
        count: Math.min(MAX_BATCH, limit - letters.size),
        holdSeconds: HOLD_SECONDS,
      });
      for (const letter of taken) letters.set(letter.id, letter);
      if (letters.size === before) break;
    }
  } finally {
    await giveBack(client, queueUrl, [...letters.values()]);
  }
  return [...letters.values()].sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
};
