import { isRefundOpen } from '#shared/domain/refunds/refund.ts';
import type { ProviderPayment } from './evidence.ts';
import type { Invariant } from './invariants.ts';
import type { StoredOrder } from './stored-state.ts';

/** States in which an order has delivered, or says what it waits for. */
const EXPLAINED = [
  'delivered',
  'awaiting_stock',
  'needs_review',
  'refunding',
  'partially_refunded',
];

/** I2, judged from the providers' books; and that no money goes back twice. */
export const paymentsAndRefunds: Invariant = ({ state: { orders }, payments }) =>
  payments.flatMap((payment) => {
    const stored = orders.find(({ attempts }) =>
      attempts.some(({ id }) => id.endsWith(payment.orderNumber)),
    );
    if (!stored) return payment.isPaid ? [`${payment.orderNumber} is paid and unknown`] : [];
    return [
      ...excess(payment),
      ...paidCorrectly(payment, stored),
      ...refundsAgree(payment, stored),
    ];
  });

const excess = (payment: ProviderPayment): string[] =>
  payment.refundedMinor > payment.paidMinor
    ? [`${payment.orderNumber}: ${payment.refundedMinor} of ${payment.paidMinor} went back`]
    : [];

const paidCorrectly = (
  payment: ProviderPayment,
  { order, attempts, refunds }: StoredOrder,
): string[] => {
  if (!payment.isPaid) return [];
  const attempt = attempts.find(({ id }) => id.endsWith(payment.orderNumber));
  if (attempt?.state !== 'succeeded')
    return [`${payment.orderNumber} is paid, and the attempt is ${attempt?.state}`];
  if (Number(attempt.paidAmount?.minor) !== payment.paidMinor)
    return [
      `${payment.orderNumber}: ${payment.paidMinor} paid, ${attempt.paidAmount?.minor} noted`,
    ];
  const mine = refunds.filter(({ attemptId }) => attemptId === attempt.id);
  const back = mine
    .filter(({ state }) => state !== 'failed')
    .reduce((sum, { amount }) => sum + Number(amount.minor), 0);
  if (back >= payment.paidMinor) return [];
  const isSale = attempt.id === order.paidAttemptId;
  if (isSale && isExplained(order)) return [];
  const asked = order.timeline.some(
    ({ attemptId, what }) => attemptId === attempt.id && HELD.includes(what),
  );
  return asked
    ? []
    : [
        `${payment.orderNumber}: ${payment.paidMinor} paid, order ${order.state}, ${back} goes back`,
      ];
};

/** What is paid waits for a person only when the product is delivered by one; `cancelled` was a person's decision. */
const isExplained = ({ state, product, timeline }: StoredOrder['order']): boolean =>
  EXPLAINED.includes(state) ||
  (state === 'paid' && product.cardKind === 'manual') ||
  (state === 'cancelled' && timeline.at(-1)?.what === 'review_resolved');

/** Words of a story that say that a payment was held for a person. */
const HELD = [
  'duplicate_payment',
  'paid_after_cancellation',
  'late_payment',
  'underpaid',
  'overpaid',
  'amount_mismatch',
];

/** What we say went back did; what went back we know of, or we say that we do not know. */
const refundsAgree = (
  payment: ProviderPayment,
  { order, attempts, refunds }: StoredOrder,
): string[] => {
  const attempt = attempts.find(({ id }) => id.endsWith(payment.orderNumber));
  const mine = refunds.filter(({ attemptId }) => attemptId === attempt?.id);
  const said = mine
    .filter(({ state }) => state === 'succeeded')
    .reduce((sum, { amount }) => sum + Number(amount.minor), 0);
  const real = payment.refundedMinor;
  const open = mine.filter(isRefundOpen);
  const unknownWithoutQuestion = open.filter(
    ({ id }) =>
      !order.timeline.some(({ what, refundId }) => what === 'refund_unknown' && refundId === id),
  );
  return [
    ...(said === real || (open.length > 0 && said <= real)
      ? []
      : [`${payment.orderNumber}: ${real} went back, ${said} is noted`]),
    ...unknownWithoutQuestion.map(({ id, state }) => `${id} is ${state} and nobody was asked`),
  ];
};
