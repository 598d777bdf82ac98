import type { FollowUpMessage } from '../../contract/queues.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import { nextQueryAt } from '../../domain/orders/query-schedule.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { NewRow, OutboxEntry, WorkStore } from '../ports/order-store.ts';
import type { FollowUpQueue, WebhookQueue } from '../ports/queue.ts';
import type { Runtime } from '../ports/runtime.ts';
import { scheduleFollowUps } from './follow-up.ts';
import { publishEvents } from './publish-events.ts';

export interface RelayDeps {
  readonly work: Pick<WorkStore, 'removeOutbox'>;
  readonly eventLog: EventLog;
  readonly webhooks: WebhookQueue;
  readonly followUps: FollowUpQueue;
  readonly runtime: Runtime;
}

/**
 * Passes on what was recorded: events to the webhooks stage, new orders, attempts and what a change asks for to the
 * follow-ups. An outbox item is removed only after all of it was accepted, so that a crash repeats and never loses.
 */
export const relay = async (deps: RelayDeps, rows: readonly NewRow[]): Promise<void> => {
  const now = deps.runtime.now();
  const entries = rows.flatMap((row) => (row.kind === 'outbox' ? [row.entry] : []));
  await Promise.all([
    scheduleFollowUps(deps.followUps, rows.flatMap(followUpOf), now),
    relayOutbox(deps, entries),
  ]);
};

export const relayOutbox = async (
  deps: RelayDeps,
  entries: readonly OutboxEntry[],
): Promise<void> => {
  if (entries.length === 0) return;
  await Promise.all([
    publishEvents(
      deps,
      entries.map(({ events }) => events),
    ),
    scheduleFollowUps(
      deps.followUps,
      entries.flatMap(({ followUps }) => followUps),
      deps.runtime.now(),
    ),
  ]);
  await deps.work.removeOutbox(entries);
};

const followUpOf = (row: NewRow): FollowUpMessage[] => {
  if (row.kind === 'order') {
    const { tenant, id, expiresAt, state } = row.order;
    return state === 'awaiting_payment'
      ? [{ kind: 'look_at_order', tenant, orderId: id, dueAt: expiresAt }]
      : [];
  }
  if (row.kind === 'attempt') {
    const dueAt = nextQueryAt(row.attempt)?.toISOString();
    const attemptId = row.attempt.id;
    return dueAt
      ? [
          {
            kind: 'query_attempt',
            tenant: row.tenant,
            orderId: orderIdOfAttempt(attemptId),
            attemptId,
            dueAt,
          },
        ]
      : [];
  }
  return [];
};
