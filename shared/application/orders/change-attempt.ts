import { concurrentChange } from '../../domain/errors/app-error.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import type { OrderAggregate, OrderStore } from '../ports/order-store.ts';
import type { Runtime } from '../ports/runtime.ts';

export interface ChangeAttemptDeps {
  readonly orders: Pick<OrderStore, 'load' | 'recordAttempt'>;
  readonly runtime: Pick<Runtime, 'now' | 'random' | 'pause'>;
}

/** An attempt and the order that it belongs to, as they were read together. */
export interface ReadAttempt extends OrderAggregate {
  readonly attempt: Attempt;
}

/** What to do with an attempt as it is now: write another, or leave it. */
export type AttemptChange<Why> =
  | { readonly kind: 'change'; readonly attempt: Attempt }
  | { readonly kind: 'leave'; readonly why: Why };

export type AttemptChangeResult<Why> =
  | ({ readonly kind: 'changed' } & ReadAttempt)
  | ({ readonly kind: 'left'; readonly why: Why } & ReadAttempt)
  | { readonly kind: 'no_attempt' };

const MAX_ROUNDS = 10;
const BACKOFF_MILLIS = 10;

/**
 * Changes an attempt whose order stays as it is: read, decide, write under the condition that nobody was faster; else once
 * more.
 *
 * @throws AppError `concurrent_change` when it lost every round
 */
export const changeAttempt = async <Why = never>(
  { orders, runtime }: ChangeAttemptDeps,
  { tenant, attemptId }: { readonly tenant: Tenant; readonly attemptId: string },
  decide: (read: ReadAttempt) => AttemptChange<Why>,
): Promise<AttemptChangeResult<Why>> => {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round > 0) await runtime.pause(runtime.random() * BACKOFF_MILLIS * 2 ** round);
    const aggregate = await orders.load(tenant, orderIdOfAttempt(attemptId));
    const attempt = aggregate?.attempts.find(({ id }) => id === attemptId);
    if (!aggregate || !attempt) return { kind: 'no_attempt' };
    const change = decide({ ...aggregate, attempt });
    if (change.kind === 'leave') return { kind: 'left', why: change.why, ...aggregate, attempt };
    const next: Attempt = {
      ...change.attempt,
      version: attempt.version + 1,
      updatedAt: runtime.now().toISOString(),
    };
    const recorded = await orders.recordAttempt(tenant, next);
    if (recorded.kind === 'recorded')
      return {
        kind: 'changed',
        ...aggregate,
        attempts: aggregate.attempts.map((each) => (each.id === attemptId ? next : each)),
        attempt: next,
      };
  }
  throw concurrentChange('The attempt is being changed by others at the same time. Try again.');
};
