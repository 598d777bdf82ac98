/** What has to be done after a change was recorded, as data: it is recorded with the change and passed on by the outbox. */
export type FollowUp =
  /** Ask the provider what became of an attempt, now. */
  | { readonly kind: 'query_attempt'; readonly attemptId: string }
  /** The order needs no more money: tell the provider, so that nobody pays this attempt any more. */
  | { readonly kind: 'close_attempt'; readonly attemptId: string }
  | { readonly kind: 'submit_refund'; readonly refundId: string }
  /** Ask the merchant's delivery hook for what is to be delivered. */
  | { readonly kind: 'call_hook' };
