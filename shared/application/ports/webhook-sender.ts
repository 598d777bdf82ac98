/** One signed message to a merchant's endpoint. */
export interface WebhookPost {
  readonly url: string;
  /** The event's id: the same in every try, so that the receiver can tell a repetition. */
  readonly messageId: string;
  /** When this try was signed; receivers refuse what is older than five minutes. */
  readonly signedAt: Date;
  /** JSON. */
  readonly body: string;
  /** `whsec_…`: one signature is made with each. */
  readonly secrets: readonly string[];
}

export type WebhookPostOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The beginning of the answer, at most 4 KB. */
      readonly body: string;
    }
  /** No status came back; the merchant may have read the message all the same. */
  | { readonly kind: 'failed'; readonly detail: string };

/** Sends webhooks. Never throws, follows no redirect, calls no address that is not public. */
export interface WebhookSender {
  post(message: WebhookPost): Promise<WebhookPostOutcome>;
}

/** Says whether webhooks may go to a URL, before it is stored; it is checked again at every try. */
export interface WebhookUrlCheck {
  check(
    url: string,
  ): Promise<{ readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly message: string }>;
}
