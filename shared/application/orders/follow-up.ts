import { type FollowUpMessage, SQS_MAX_DELAY_SECONDS } from '../../contract/queues.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { FollowUpQueue } from '../ports/queue.ts';

/** How much early a message may be acted on: a question may come sooner, but an order can be paid to its last moment. */
const EARLY_MILLIS = { query_attempt: 2_000, expire_order: 0 } as const;

/** Whether the time of a follow-up has come. */
export const isDue = (
  { kind, dueAt }: Pick<FollowUpMessage, 'kind' | 'dueAt'>,
  now: Date,
): boolean => Date.parse(dueAt) - now.getTime() <= EARLY_MILLIS[kind];

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
