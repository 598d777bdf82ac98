import type {
  DisputeNotification,
  PaymentNotification,
  RefundNotification,
  VerifiedNotification,
} from '../../domain/callbacks/notification.ts';
import {
  attemptIdFromProviderOrderNumber,
  refundIdFromProviderRefundNumber,
} from '../../domain/identity/ids.ts';
import { textIn } from '../wire/json-object.ts';
import { amountOf } from './amount.ts';
import { orderNumberOf, orderSchema } from './order.ts';
import { captureStatus, disputeStatus, orderStatus, refundStatus } from './status.ts';

type Resource = Readonly<Record<string, unknown>>;

/** What an event says, by its type; `undefined` when it lacks what its type promises. */
export const readEvent = (type: string, resource: Resource): VerifiedNotification | undefined => {
  if (type.startsWith('CHECKOUT.ORDER.')) return orderEvent(resource);
  if (type === 'PAYMENT.CAPTURE.REFUNDED') return refundEvent(resource);
  if (type === 'PAYMENT.CAPTURE.REVERSED') return reversalEvent(resource);
  if (type.startsWith('PAYMENT.CAPTURE.')) return captureEvent(resource);
  if (type.startsWith('CUSTOMER.DISPUTE.')) return disputeEvent(resource);
  return { kind: 'other', providerStatus: type };
};

/** The account that a resource says was paid. */
export const payeeOf = (resource: Resource): string => {
  const order = orderSchema.safeParse(resource).data;
  const payee = (resource.payee ?? {}) as Resource;
  return order?.purchase_units[0]?.payee?.merchant_id ?? textIn(payee, 'merchant_id');
};

const attemptOf = (orderNumber: string): { attemptId?: string } => {
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  return attemptId ? { attemptId } : {};
};

/** An approved order waits for its capture: there is something to do at once. */
const orderEvent = (resource: Resource): PaymentNotification | undefined => {
  const order = orderSchema.safeParse(resource).data;
  const orderNumber = order && orderNumberOf(order);
  if (!order || !orderNumber) return undefined;
  return {
    kind: 'payment',
    ...attemptOf(orderNumber),
    providerOrderNumber: orderNumber,
    providerReference: order.id,
    status: order.status === 'COMPLETED' ? 'pending' : orderStatus(order.status),
    providerStatus: order.status,
    isHint: true,
  };
};

const captureEvent = (resource: Resource): PaymentNotification | undefined => {
  const orderNumber = textIn(resource, 'custom_id') || textIn(resource, 'invoice_id');
  if (orderNumber === '') return undefined;
  const word = textIn(resource, 'status', 60);
  const amount = amountOf(resource.amount);
  const providerReference = orderIdOf(resource);
  return {
    kind: 'payment',
    ...attemptOf(orderNumber),
    providerOrderNumber: orderNumber,
    ...(providerReference ? { providerReference } : {}),
    status: captureStatus(word),
    providerStatus: word,
    ...(amount ? { amount } : {}),
  };
};

/** The order is what everything is asked by; a capture names it beside its own number. */
const orderIdOf = (resource: Resource): string => {
  const related = (resource.supplementary_data ?? {}) as Resource;
  return textIn((related.related_ids ?? {}) as Resource, 'order_id', 60);
};

const refundEvent = (resource: Resource): RefundNotification => {
  const refundId = refundIdFromProviderRefundNumber(textIn(resource, 'invoice_id'));
  const orderNumber = textIn(resource, 'custom_id');
  const word = textIn(resource, 'status', 60);
  const amount = amountOf(resource.amount);
  return {
    kind: 'refund',
    ...(refundId ? { refundId } : {}),
    ...attemptOf(orderNumber),
    ...(orderNumber ? { providerOrderNumber: orderNumber } : {}),
    providerReference: textIn(resource, 'id', 60),
    status: refundStatus(word),
    providerStatus: word,
    ...(amount ? { amount } : {}),
  };
};

/** PayPal took the money back by itself: a refund that nobody here asked for. */
const reversalEvent = (resource: Resource): RefundNotification => {
  const orderNumber = textIn(resource, 'custom_id');
  const amount = amountOf(resource.amount);
  return {
    kind: 'refund',
    ...attemptOf(orderNumber),
    ...(orderNumber ? { providerOrderNumber: orderNumber } : {}),
    providerReference: textIn(resource, 'id', 60),
    status: 'succeeded',
    providerStatus: 'REVERSED',
    ...(amount ? { amount } : {}),
  };
};

const disputeEvent = (resource: Resource): DisputeNotification | undefined => {
  const id = textIn(resource, 'dispute_id', 60);
  if (id === '') return undefined;
  const transactions = Array.isArray(resource.disputed_transactions)
    ? (resource.disputed_transactions as unknown[])
    : [];
  const first = (transactions[0] ?? {}) as Resource;
  const orderNumber = textIn(first, 'custom') || textIn(first, 'invoice_number');
  const outcome = textIn((resource.dispute_outcome ?? {}) as Resource, 'outcome_code', 60);
  const word = outcome || textIn(resource, 'status', 60);
  const amount = amountOf(resource.dispute_amount);
  const cause = textIn(resource, 'reason', 80);
  const due = Date.parse(textIn(resource, 'seller_response_due_date', 40));
  return {
    kind: 'dispute',
    ...attemptOf(orderNumber),
    ...(orderNumber ? { providerOrderNumber: orderNumber } : {}),
    providerReference: id,
    status: disputeStatus(word),
    providerStatus: word,
    ...(amount ? { amount } : {}),
    ...(cause ? { cause } : {}),
    ...(Number.isNaN(due) ? {} : { answerBy: new Date(due).toISOString() }),
  };
};
