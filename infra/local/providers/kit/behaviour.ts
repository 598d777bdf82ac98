import { z } from 'zod';

const millis = z.int().min(0).max(600_000);
const share = z.number().min(0).max(1);

/**
 * How a simulated provider behaves towards one merchant. Changed while it runs by
 * `PATCH /control/merchants/{id}/behaviour`.
 */
export const behaviourSchema = z.strictObject({
  /** Share of buyers whose payment succeeds when chance decides, by the payment's method word or for all. */
  successRate: z.union([share, z.record(z.string(), share)]),
  /** A simulated buyer decides that long after an order came in; `null`: nobody does. */
  autoPayAfterMillis: millis.nullable(),
  /** Every reply of the API comes that late. */
  replyDelayMillis: millis,
  /** Every notification leaves that late. */
  notifyDelayMillis: millis,
  /** Copies sent beside each notification. */
  duplicates: z.int().min(0).max(100),
  /** This many of the next notifications get lost; the retries come. */
  dropNext: z.int().min(0),
  /** Holds up to this many notifications, then sends the last one first; 0 keeps the order. */
  reorder: z.int().min(0).max(1000),
  /** Notifications name this amount, in minor units, instead of the paid one. */
  wrongAmountMinor: z.int().min(0).nullable(),
  /** Notifications carry a signature that does not match. */
  badSignature: z.boolean(),
  /** Notifications name this merchant instead of the right one, and are signed so. */
  wrongMerchant: z.string().nullable(),
  /** Creating an order is answered with this HTTP status, and no order exists. */
  createStatus: z.int().min(400).max(599).nullable(),
  /** The same, but the order was taken. */
  createStatusAfterAccepting: z.int().min(500).max(599).nullable(),
  /** Orders are taken, but the reply never comes. */
  timeoutAfterAccepting: z.boolean(),
  /** New orders are refused because of maintenance, in the provider's words for that. */
  maintenance: z.boolean(),
  /** New orders are refused with this error word of the provider. */
  refuseOrdersWith: z.string().nullable(),
  /** Refunds are refused with this error word of the provider. */
  refuseRefundsWith: z.string().nullable(),
  /** Refunds stay in work at the provider until `POST /control/orders/{number}/settle-refunds`. */
  refundsStayPending: z.boolean(),
  /** Habits of this provider alone, by the names in its README. A change goes over those it was started with. */
  habits: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type Behaviour = z.infer<typeof behaviourSchema>;

export const GOOD_BEHAVIOUR: Behaviour = {
  successRate: 1,
  autoPayAfterMillis: null,
  replyDelayMillis: 0,
  notifyDelayMillis: 0,
  duplicates: 0,
  dropNext: 0,
  reorder: 0,
  wrongAmountMinor: null,
  badSignature: false,
  wrongMerchant: null,
  createStatus: null,
  createStatusAfterAccepting: null,
  timeoutAfterAccepting: false,
  maintenance: false,
  refuseOrdersWith: null,
  refuseRefundsWith: null,
  refundsStayPending: false,
  habits: {},
};

/** How it behaves from now on; habits that the change does not name are again those in `own`. */
export const withChange = (
  behaviour: Behaviour,
  change: Partial<Behaviour>,
  own: Behaviour['habits'],
): Behaviour => ({
  ...behaviour,
  ...change,
  habits: change.habits ? { ...own, ...change.habits } : behaviour.habits,
});
