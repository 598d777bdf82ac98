import { METRICS } from '../../contract/metrics.ts';
import type { CallbackTrace } from '../../domain/callbacks/notification.ts';
import { AppError, concurrentChange, notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { OrderEvent } from '../../domain/orders/order-event.ts';
import type { Card } from '../../domain/stock/card.ts';
import type { Sealed } from '../../domain/stock/sealed.ts';
import type { CapMove, OrderAggregate, OrderStore, RecordOutcome } from '../ports/order-store.ts';
import type { Log, Metrics } from '../ports/runtime.ts';
import { afterChange, type Change, cardMove, waitOf } from './after-change.ts';
import { type DecideDeps, decideWithAnswers } from './decide-with-answers.ts';
import { followUpMessages } from './follow-up.ts';
import { merchantEvents } from './merchant-events.ts';

export interface ChangeOrderDeps extends DecideDeps {
  readonly orders: OrderStore;
  readonly metrics: Metrics;
  readonly log: Log;
}

export interface OrderChangeRequest {
  readonly tenant: Tenant;
  readonly orderId: string;
  readonly event: OrderEvent;
  /** Written with the change: the callback that caused it. */
  readonly trace?: (effect: CallbackTrace['effect'], detail: string) => CallbackTrace;
  readonly manualContent?: Sealed;
  /** The order as somebody has just read it: saves the first read. A stale one costs a round, nothing else. */
  readonly known?: OrderAggregate;
  /** Money of daily caps that this change reserves. */
  readonly caps?: readonly CapMove[];
}

export type OrderChangeResult =
  | {
      readonly kind: 'changed';
      readonly before: OrderAggregate;
      readonly after: OrderAggregate;
      readonly decision: Change;
    }
  | { readonly kind: 'no_change'; readonly before: OrderAggregate; readonly detail: string }
  | { readonly kind: 'refused'; readonly error: AppError }
  | { readonly kind: 'cap_reached' }
  | { readonly kind: 'no_order' };

/** Reading and deciding again after somebody was faster: many buyers meet on stock, few on one order. */
const MAX_ROUNDS = 10;
const BACKOFF_MILLIS = 8;
const MAX_BACKOFF_MILLIS = 400;

/**
 * The one way an order changes: read, decide, write in one conditional transaction; when somebody was faster, read and
 * decide again. Safe to repeat: an event that was applied changes nothing.
 *
 * @throws AppError `concurrent_change` when it lost every round
 */
export const changeOrder = async (
  deps: ChangeOrderDeps,
  request: OrderChangeRequest,
): Promise<OrderChangeResult> => {
  let contended = false;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round > 0) await backOff(deps, round);
    const known = round === 0 ? request.known : undefined;
    const before = known ?? (await deps.orders.load(request.tenant, request.orderId));
    if (!before) return { kind: 'no_order' };
    const { decision, cards } = await decideWithAnswers(deps, request.event, before, {
      contended,
      expireOrder: (orderId) => expireQuietly(deps, request.tenant, orderId),
    });
    if (decision.kind === 'refused')
      return {
        kind: 'refused',
        error: new AppError(decision.code, decision.message, { param: decision.param }),
      };
    if (decision.kind === 'no_change')
      return { kind: 'no_change', before, detail: decision.detail };
    const outcome = await record(deps, request, before, decision, cards);
    if (outcome.kind === 'recorded') {
      countEffects(deps.metrics, before.order, decision);
      return {
        kind: 'changed',
        before,
        after: afterChange(before, decision, cards, request.manualContent),
        decision,
      };
    }
    if (outcome.kind === 'cap_reached') return { kind: 'cap_reached' };
    if (outcome.kind === 'cards_taken') {
      contended = true;
      deps.metrics.count(METRICS.stockConflict);
    }
  }
  throw concurrentChange('The order is being changed by others at the same time. Try again.');
};

/** As {@link changeOrder}, for callers to whom a missing order or a refusal is an error. */
export const changeOrderOrThrow = async (
  deps: ChangeOrderDeps,
  request: OrderChangeRequest,
): Promise<OrderAggregate> => {
  const result = await changeOrder(deps, request);
  switch (result.kind) {
    case 'changed':
      return result.after;
    case 'no_change':
      return result.before;
    case 'refused':
      throw result.error;
    case 'cap_reached':
      throw new AppError('limit_exceeded', 'The daily limit is reached.');
    case 'no_order':
      throw notFound('order');
  }
};

const backOff = ({ runtime }: ChangeOrderDeps, round: number): Promise<void> =>
  runtime.pause(runtime.random() * Math.min(MAX_BACKOFF_MILLIS, BACKOFF_MILLIS * 2 ** round));

/** Ends an overdue order on behalf of somebody who needs its cards; losing that race is fine. */
export const expireQuietly = async (
  deps: ChangeOrderDeps,
  tenant: Tenant,
  orderId: string,
): Promise<void> => {
  try {
    await changeOrder(deps, { tenant, orderId, event: { kind: 'expire' } });
  } catch (error) {
    deps.log.warn('an overdue order could not be ended now', { orderId, error });
  }
};

const record = (
  deps: ChangeOrderDeps,
  request: OrderChangeRequest,
  before: OrderAggregate,
  decision: Change,
  found: readonly Card[],
): Promise<RecordOutcome> =>
  deps.orders.record({
    order: decision.order,
    previousVersion: before.order.version,
    attempts: decision.attempts,
    refunds: decision.refunds,
    wait: waitOf(before.order, decision.order),
    cards: cardMove(before, decision, found),
    caps: [
      ...(request.caps ?? []),
      ...decision.releaseCapsOf.map(
        ({ channelId, capDay, amount }): CapMove => ({
          kind: 'release',
          channelId,
          day: capDay ?? '',
          amount,
        }),
      ),
    ],
    manualContent: request.manualContent,
    events: merchantEvents(deps.runtime, decision),
    followUps: followUpMessages(decision.order, decision.followUps, deps.runtime.now()),
    trace: request.trace?.(decision.effect, decision.detail),
  });

const countEffects = (
  metrics: Metrics,
  before: Order,
  { order, announce, effect, refunds }: Change,
): void => {
  const isFirstMoney = before.paidAttemptId === undefined && order.paidAttemptId !== undefined;
  if (isFirstMoney && before.state === 'expired') metrics.count(METRICS.latePayment);
  if (announce.some(({ type }) => type === 'order.delivered'))
    metrics.count(METRICS.orderDelivered);
  if (effect === 'needs_review') metrics.count(METRICS.orderNeedsReview);
  if (refunds.some(({ state }) => state === 'queued')) metrics.count(METRICS.refundQueued);
  if (announce.some(({ type }) => type === 'refund.failed')) metrics.count(METRICS.refundFailed);
  if (order.state === 'awaiting_stock') metrics.count(METRICS.orderAwaitingStock);
};
