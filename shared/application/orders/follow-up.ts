import { type FollowUpMessage, SQS_MAX_DELAY_SECONDS } from '../../contract/queues.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { FollowUpQueue } from '../ports/queue.ts';

/** A message that comes this much early is acted on. */
const EARLY_MILLIS = 2_000;

/** Whether the time of a follow-up has come. */
export const isDue = ({ dueAt }: Pick<FollowUpMessage, 'dueAt'>, now: Date): boolean =>
  Date.parse(dueAt) - now.getTime() <= EARLY_MILLIS;

/** Sends follow-ups so that they arrive when due, or as late as SQS can delay. */
export const scheduleFollowUps = (
  queue: FollowUpQueue,
  messages: readonly FollowUpMessage[],
  now: Date,
): Promise<void> =>
  queue.send(
    messages.map((message) => ({
      message,
      group: tenantKey(message.tenant),
      delaySeconds: delaySeconds(message.dueAt, now),
    })),
  );

const delaySeconds = (dueAt: string, now: Date): number =>
  Math.max(
    0,
    Math.min(SQS_MAX_DELAY_SECONDS, Math.ceil((Date.parse(dueAt) - now.getTime()) / 1000)),
  );
