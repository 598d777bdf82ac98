/** One signed request to a merchant's delivery hook. */
export interface HookRequest {
  readonly url: string;
  /** The order's id: the same in every try, so that the merchant's system supplies one order once. */
  readonly messageId: string;
  readonly signedAt: Date;
  /** JSON. */
  readonly body: string;
  /** `whsec_…` */
  readonly secret: string;
}

export type HookAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'failed'; readonly detail: string };

/** Asks a merchant's system for what is to be delivered. Never throws, follows no redirect, calls no private address. */
export interface DeliveryHook {
  ask(request: HookRequest): Promise<HookAnswer>;
}
