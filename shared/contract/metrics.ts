/** Metric names: written by the runtime, read by dashboards and alarms. Namespace {@link METRIC_NAMESPACE}. */
export const METRIC_NAMESPACE = 'Arteria';

export const METRICS = {
  callbackAccepted: 'CallbackAccepted',
  callbackRejected: 'CallbackRejected',
  callbackUnmatched: 'CallbackUnmatched',
  /** A look at a watched ledger that ended without an answer. By provider. */
  ledgerUnseen: 'LedgerUnseen',
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
  /** A provider used a word, in a notification or an answer, that its adapter does not know. By provider. */
  providerUnknownWord: 'ProviderUnknownWord',
  providerUnknownOutcome: 'ProviderUnknownOutcome',
  providerRefused: 'ProviderRefused',
  /** A provider refused a payment for something that a person must mend: a key, a banned account, limits. */
  accountNeedsAction: 'AccountNeedsAction',
  /** A merchant was told that a certificate, key or token of a channel ends or has ended. */
  credentialExpiring: 'CredentialExpiring',
  /** A payment the provider never got was sent to it again. */
  paymentResubmitted: 'PaymentResubmitted',
  stockConflict: 'StockConflict',
  outOfStock: 'OutOfStock',
  webhookDelivered: 'WebhookDelivered',
  webhookFailed: 'WebhookFailed',
  webhookEndpointDisabled: 'WebhookEndpointDisabled',
  sweptLate: 'SweptLate',
  /** A buyer was told to wait. */
  rateLimited: 'RateLimited',
  /** A rate limit could not be counted, so nobody was limited by it. */
  rateLimiterFailed: 'RateLimiterFailed',
} as const;

/** Metrics in milliseconds. */
export const DURATIONS = {
  /** Routing of one payment: accounts, rules, settings, what was learned and caps, and the decision. */
  routingStep: 'RoutingStepMillis',
} as const;

/** Dimension of a duration: did the step go by what the process remembered, or did it have to read tables? */
export const SOURCE_DIMENSION = 'source';
export type DurationSource = 'memory' | 'tables';

/** Field of a duration's log line: the names of what was read, with spaces between. */
export const LOADED_FIELD = 'loaded';

export type DurationName = (typeof DURATIONS)[keyof typeof DURATIONS];
export type MetricName = (typeof METRICS)[keyof typeof METRICS];
