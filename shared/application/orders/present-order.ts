import type { z } from 'zod';
import type { orderObject, orderSummaryObject } from '../../contract/api/orders.ts';
import { FAILURES } from '../../domain/channels/failures/failures.ts';
import { providerOrderNumberOf } from '../../domain/identity/ids.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { effectiveState } from '../../domain/orders/effective-state.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import { presentRefund } from '../refunds/present-refund.ts';
import type { Delivery } from './open-delivery.ts';

/** An order as the API and webhooks show it. */
export const presentOrderSummary = (
  order: Order,
  now: Date,
): z.input<typeof orderSummaryObject> => ({
  object: 'order',
  id: order.id,
  mode: order.tenant.mode,
  product: { id: order.product.id, name: order.product.name, card_kind: order.product.cardKind },
  quantity: order.quantity,
  unit_amount: Number(order.unitPrice.minor),
  amount: Number(order.amount.minor),
  currency: order.amount.currency,
  state: effectiveState(order, now),
  reservation: order.reservation,
  review: order.review ?? null,
  credit: order.credit ? Number(order.credit.minor) : null,
  stock_deadline: order.stockDeadline ?? null,
  contact: order.contact ?? null,
  metadata: order.metadata,
  return_url: order.returnUrl ?? null,
  paid_attempt: order.paidAttemptId ?? null,
  created_at: order.createdAt,
  updated_at: order.updatedAt,
  expires_at: order.expiresAt,
  paid_at: order.paidAt ?? null,
  delivered_at: order.deliveredAt ?? null,
});

/** The same with attempts, delivery and story. */
export const presentOrder = (
  { order, attempts, refunds }: Pick<OrderAggregate, 'order' | 'attempts' | 'refunds'>,
  delivery: Delivery | undefined,
  now: Date,
): z.input<typeof orderObject> => ({
  ...presentOrderSummary(order, now),
  attempts: attempts.map(presentAttempt),
  refunds: refunds.map(presentRefund),
  delivery: delivery ? { cards: [...delivery.cards], content: delivery.content ?? null } : null,
  timeline: order.timeline.map(({ sequence, at, what, actor, attemptId, refundId, detail }) => ({
    sequence,
    at,
    what,
    actor,
    attempt: attemptId ?? null,
    refund: refundId ?? null,
    detail: detail ?? null,
  })),
});

const presentAttempt = (attempt: Attempt): z.input<typeof orderObject>['attempts'][number] => ({
  object: 'attempt',
  id: attempt.id,
  channel: attempt.channelId,
  provider: attempt.provider,
  method: attempt.method,
  device: attempt.device,
  amount: Number(attempt.amount.minor),
  currency: attempt.amount.currency,
  state: attempt.state,
  next_action: attempt.nextAction ?? null,
  provider_order_number: providerOrderNumberOf(attempt.id),
  provider_reference: attempt.providerReference ?? null,
  paid_amount: attempt.paidAmount ? Number(attempt.paidAmount.minor) : null,
  failure_reason: attempt.failureReason ?? null,
  failure_text: attempt.failureReason ? FAILURES[attempt.failureReason].merchant : null,
  failure_detail: attempt.failureDetail ?? null,
  routing_reasons: attempt.routingReasons,
  device_mark: attempt.marks?.device ?? null,
  fingerprint_mark: attempt.marks?.fingerprint ?? null,
  created_at: attempt.createdAt,
  updated_at: attempt.updatedAt,
  expires_at: attempt.expiresAt,
});
