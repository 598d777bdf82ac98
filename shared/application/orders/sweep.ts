import { METRICS } from '../../contract/metrics.ts';
import type { FollowUpMessage } from '../../contract/queues.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import type { OpenWork, WorkStore } from '../ports/order-store.ts';
import type { Log, Metrics } from '../ports/runtime.ts';
import { scheduleFollowUps } from './follow-up.ts';
import { type RelayDeps, relayOutbox } from './relay.ts';

export interface SweepDeps extends RelayDeps {
  readonly work: WorkStore;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Work of one shard taken in one run; the rest waits for the next minute. */
const LIMIT_PER_SHARD = 50;

/**
 * Finds what the stream or a queue missed and sets it in motion again. Nothing here is needed while all goes well,
 * and doing it twice is harmless.
 */
export const sweep = async (
  deps: SweepDeps,
): Promise<{ orders: number; attempts: number; outbox: number }> => {
  const now = deps.runtime.now();
  const found = await deps.work.overdue(now, LIMIT_PER_SHARD);
  const outbox = found.flatMap((work) => (work.kind === 'outbox' ? [work.entry] : []));
  const followUps = found.flatMap((work) => followUpOf(work, now));
  await Promise.all([relayOutbox(deps, outbox), scheduleFollowUps(deps.followUps, followUps, now)]);
  const counts = {
    orders: followUps.filter(({ kind }) => kind === 'expire_order').length,
    attempts: followUps.filter(({ kind }) => kind === 'query_attempt').length,
    outbox: outbox.length,
  };
  if (found.length > 0) {
    deps.metrics.count(METRICS.sweptLate, found.length);
    deps.log.warn('the sweeper found work that was late', counts);
  }
  return counts;
};

const followUpOf = (work: OpenWork, now: Date): FollowUpMessage[] => {
  const dueAt = now.toISOString();
  switch (work.kind) {
    case 'order':
      return [{ kind: 'expire_order' as const, tenant: work.tenant, orderId: work.orderId, dueAt }];
    case 'attempt':
      return [
        {
          kind: 'query_attempt' as const,
          tenant: work.tenant,
          orderId: orderIdOfAttempt(work.attemptId),
          attemptId: work.attemptId,
          dueAt,
        },
      ];
    case 'outbox':
      return [];
  }
};
