import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { amountOf } from './amount.ts';
import { callPaypal, type PaypalReply } from './client.ts';
import type { PaypalContext } from './config.ts';
import { captureOf, orderNumberOf, orderSchema, type PaypalOrder } from './order.ts';
import { captureStatus, orderStatus, refusalReason } from './status.ts';

const unknown = (detail: string): QueryOutcome => ({ kind: 'unknown', detail });

/**
 * Reads the order by PayPal's number. Without one the answer to `create` was lost, so no buyer can have been sent there: the
 * same request id brings the same order back.
 */
export const query = async (
  context: PaypalContext,
  payment: PaymentReference,
): Promise<QueryOutcome> => {
  const { providerReference: id } = payment;
  if (!id) return { kind: 'not_found', detail: 'PayPal never told its number of this payment' };
  const reply = await callPaypal(context, 'GET', `v2/checkout/orders/${encodeURIComponent(id)}`);
  return reply.kind === 'done' ? read(context, payment, reply.value) : refusal(reply);
};

export const read = (
  { config }: PaypalContext,
  { orderNumber, providerReference }: PaymentReference,
  value: Readonly<Record<string, unknown>>,
): QueryOutcome => {
  const order = orderSchema.safeParse(value).data;
  // Whoever knows the client's id, which is public, can make an order with our number that pays somebody else.
  if (!order || order.id !== providerReference || orderNumberOf(order) !== orderNumber)
    return unknown('PayPal answered about another order');
  const payee = order.purchase_units[0]?.payee?.merchant_id;
  if (config.merchantId && payee && payee !== config.merchantId)
    return unknown('PayPal answered about another account');
  return order.status === 'COMPLETED' ? captured(order) : uncaptured(order);
};

const uncaptured = (order: PaypalOrder): QueryOutcome => {
  const amount = amountOf(order.purchase_units[0]?.amount);
  return {
    kind: 'found',
    status: orderStatus(order.status),
    providerStatus: order.status,
    providerReference: order.id,
    ...(amount ? { amount } : {}),
    ...(order.status === 'APPROVED' ? { awaitsApprovedStep: true } : {}),
  };
};

/** A completed order says that it was captured; the capture says what came of it. */
const captured = (order: PaypalOrder): QueryOutcome => {
  const capture = captureOf(order);
  if (!capture) return unknown('a completed order without a capture');
  const amount = amountOf(capture.amount);
  const status = captureStatus(capture.status);
  return {
    kind: 'found',
    status,
    providerStatus: capture.status,
    providerReference: order.id,
    ...(amount ? { amount } : {}),
    ...(status === 'failed' ? { failureReason: 'declined' as const } : {}),
  };
};

const refusal = (reply: Exclude<PaypalReply, { kind: 'done' }>): QueryOutcome => {
  if (reply.kind !== 'refused') return unknown(reply.detail);
  if (reply.status === 404) return { kind: 'not_found', detail: reply.message };
  return { kind: 'unknown', detail: reply.message, reason: refusalReason(reply.issue) };
};
