import { type FollowUpMessage, SQS_MAX_DELAY_SECONDS } from '../../contract/queues.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { FollowUp } from '../../domain/orders/follow-up.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { FollowUpQueue } from '../ports/queue.ts';

/** How much early a message may be acted on: a question may come sooner, but an order can be paid to its last moment. */
const EARLY_MILLIS = {
  query_attempt: 2_000,
  close_attempt: 2_000,
  submit_refund: 2_000,
  deliver_waiting: 2_000,
  look_at_order: 0,
} as const satisfies Record<FollowUpMessage['kind'], number>;

/** Whether the time of a follow-up has come. */
export const isDue = (
  { kind, dueAt }: Pick<FollowUpMessage, 'kind' | 'dueAt'>,
  now: Date,
): boolean => Date.parse(dueAt) - now.getTime() <= EARLY_MILLIS[kind];

/** A decision's follow-ups as messages, due at once. */
export const followUpMessages = (
  { tenant, id: orderId }: Order,
  followUps: readonly FollowUp[],
  now: Date,
): FollowUpMessage[] =>
  followUps.map((followUp) => messageOf(followUp, { tenant, orderId, dueAt: now.toISOString() }));

const messageOf = (
  followUp: FollowUp,
  common: Pick<FollowUpMessage & { kind: 'look_at_order' }, 'tenant' | 'orderId' | 'dueAt'>,
): FollowUpMessage => {
  switch (followUp.kind) {
    case 'query_attempt':
    case 'submit_refund':
      return { ...followUp, ...common };
    case 'close_attempt':
      return { ...followUp, ...common, tries: 0 };
    case 'call_hook':
      return { kind: 'look_at_order', ...common };
  }
};

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
