/** Metric names: written by the runtime, read by dashboards and alarms. Namespace {@link METRIC_NAMESPACE}. */
export const METRIC_NAMESPACE = 'Arteria';

export const METRICS = {
  callbackAccepted: 'CallbackAccepted',
  callbackRejected: 'CallbackRejected',
  callbackUnmatched: 'CallbackUnmatched',
  orderDelivered: 'OrderDelivered',
  orderNeedsReview: 'OrderNeedsReview',
  orderAwaitingStock: 'OrderAwaitingStock',
  latePayment: 'LatePayment',
  refundQueued: 'RefundQueued',
  refundFailed: 'RefundFailed',
  /** A payment or a refund whose outcome nobody knows for a long time. */
  unknownAgeing: 'UnknownAgeing',
  paymentUnconfirmed: 'PaymentUnconfirmed',
  buyerHoldsTooMuch: 'BuyerHoldsTooMuch',
  providerUnknownWord: 'ProviderUnknownWord',
  providerUnknownOutcome: 'ProviderUnknownOutcome',
  providerRefused: 'ProviderRefused',
  /** A provider refused a payment for something that a person must mend: a key, a banned account, limits. */
  accountNeedsAction: 'AccountNeedsAction',
  /** A payment the provider never got was sent to it again. */
  paymentResubmitted: 'PaymentResubmitted',
  stockConflict: 'StockConflict',
  outOfStock: 'OutOfStock',
  webhookDelivered: 'WebhookDelivered',
  webhookFailed: 'WebhookFailed',
  webhookEndpointDisabled: 'WebhookEndpointDisabled',
  sweptLate: 'SweptLate',
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];
