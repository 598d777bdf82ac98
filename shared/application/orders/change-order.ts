import { METRICS } from '../../contract/metrics.ts';
import type { CallbackTrace } from '../../domain/callbacks/notification.ts';
import { AppError, notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { decide } from '../../domain/orders/decide.ts';
import type { OrderDecision } from '../../domain/orders/decision.ts';
import type { OrderEvent, StockAnswer } from '../../domain/orders/order-event.ts';
import type { Card } from '../../domain/stock/card.ts';
import type { Sealed } from '../../domain/stock/sealed.ts';
import type { CapMove, OrderAggregate, OrderStore, RecordOutcome } from '../ports/order-store.ts';
import type { Log, Metrics } from '../ports/runtime.ts';
import { afterChange, type Change, cardMove } from './after-change.ts';
import { type FindCardsDeps, findCards } from './find-cards.ts';
import { merchantEvents } from './merchant-events.ts';

export interface ChangeOrderDeps extends FindCardsDeps {
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
    const { decision, cards } = await decideWithStock(deps, request, before, contended);
    if (decision.kind === 'refused')
      return { kind: 'refused', error: new AppError(decision.code, decision.message) };
    if (decision.kind === 'no_change')
      return { kind: 'no_change', before, detail: decision.detail };
    const outcome = await record(deps, request, before, decision, cards);
    if (outcome.kind === 'recorded') {
      countEffects(deps.metrics, decision);
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
  throw new AppError(
    'concurrent_change',
    'The order is being changed by others at the same time. Try again.',
    { retryAfterSeconds: 1 },
  );
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

const decideWithStock = async (
  deps: ChangeOrderDeps,
  request: OrderChangeRequest,
  before: OrderAggregate,
  contended: boolean,
): Promise<{
  decision: Exclude<OrderDecision, { kind: 'needs_stock' }>;
  cards: readonly Card[];
}> => {
  const { order, attempts } = before;
  const ask = (stock: StockAnswer) =>
    decide({ order, attempts, now: deps.runtime.now(), stock }, request.event);
  const first = ask('unasked');
  if (first.kind !== 'needs_stock') return { decision: first, cards: [] };
  const found = await findCards(deps, {
    tenant: order.tenant,
    productId: order.product.id,
    quantity: order.quantity,
    contended,
    expireOrder: (orderId) => expireQuietly(deps, order.tenant, orderId),
  });
  const decision = ask(found.kind === 'found' ? 'available' : 'short');
  if (decision.kind === 'needs_stock')
    throw new Error('the stock question was answered and asked again');
  return { decision, cards: found.kind === 'found' ? found.cards : [] };
};

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
    events: merchantEvents(deps.runtime, decision.order, decision.announce),
    trace: request.trace?.(decision.effect, decision.detail),
  });

const countEffects = (metrics: Metrics, { order, announce, effect }: Change): void => {
  if (announce.some(({ type }) => type === 'order.delivered'))
    metrics.count(METRICS.orderDelivered);
  if (effect === 'needs_review') metrics.count(METRICS.orderNeedsReview);
  if (order.state === 'awaiting_stock') metrics.count(METRICS.orderAwaitingStock);
};
