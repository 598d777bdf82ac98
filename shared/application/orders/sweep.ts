import { METRICS } from '../../contract/metrics.ts';
import type { FollowUpMessage } from '../../contract/queues.ts';
import { orderIdOfAttempt, orderIdOfRefund } from '../../domain/identity/ids.ts';
import type { OpenWork, WorkStore } from '../ports/order-store.ts';
import type { Log, Metrics } from '../ports/runtime.ts';
import { scheduleFollowUps } from './follow-up.ts';
import { type RelayDeps, relayOutbox } from './relay.ts';

export interface SweepDeps extends RelayDeps {
  readonly work: WorkStore;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface Swept {
  readonly orders: number;
  readonly attempts: number;
  readonly refunds: number;
  readonly outbox: number;
  /** Products that paid orders wait for. */
  readonly waitedFor: number;
}

/** Work of one shard taken in one run; the rest waits for the next minute. */
const LIMIT_PER_SHARD = 50;

/**
 * Finds what the stream or a queue missed and sets it in motion again. Nothing here is needed while all goes well,
 * and doing it twice is harmless.
 */
export const sweep = async (deps: SweepDeps): Promise<Swept> => {
  const now = deps.runtime.now();
  const [found, products] = await Promise.all([
    deps.work.overdue(now, LIMIT_PER_SHARD),
    deps.work.productsWaitedFor(),
  ]);
  const outbox = found.flatMap((work) => (work.kind === 'outbox' ? [work.entry] : []));
  const followUps = found.flatMap((work) => followUpOf(work, now));
  // Cards come back from orders that end, and an import may have died before it told anybody: look every minute.
  const waits = products.map(
    ({ tenant, productId }): FollowUpMessage => ({
      kind: 'deliver_waiting',
      tenant,
      productId,
      dueAt: now.toISOString(),
    }),
  );
  await Promise.all([
    relayOutbox(deps, outbox),
    scheduleFollowUps(deps.followUps, [...followUps, ...waits], now),
  ]);
  const late = (kind: FollowUpMessage['kind']) =>
    followUps.filter((followUp) => followUp.kind === kind).length;
  const counts = {
    orders: late('look_at_order'),
    attempts: late('query_attempt'),
    refunds: late('submit_refund'),
    outbox: outbox.length,
    waitedFor: waits.length,
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
      return [
        { kind: 'look_at_order' as const, tenant: work.tenant, orderId: work.orderId, dueAt },
      ];
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
    case 'refund':
      return [
        {
          kind: 'submit_refund' as const,
          tenant: work.tenant,
          orderId: orderIdOfRefund(work.refundId),
          refundId: work.refundId,
          dueAt,
        },
      ];
    case 'outbox':
      return [];
  }
};
