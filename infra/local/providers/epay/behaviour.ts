import { z } from 'zod';

const millis = z.int().min(0).max(600_000);
const share = z.number().min(0).max(1);

/**
 * How the simulated gateway behaves towards one merchant: the habits in which real gateways differ, and faults.
 * Changed while it runs by `PATCH /control/merchants/{pid}/behaviour`.
 */
export const behaviourSchema = z.strictObject({
  /** How it notifies: the documents say GET; some gateways post. */
  notifyBy: z.enum(['GET', 'POST_FORM', 'POST_JSON']),
  /** How it spells money: PHP floats (`10`, `0.1`), `10.00`, `10.0000`, or as it was sent. */
  moneyAs: z.enum(['php_float', 'two_decimals', 'four_decimals', 'as_sent']),
  /** Notifications name the goods `product`, as the open engine does by default. */
  hideName: z.boolean(),
  /** What API mode answers with. */
  answerWith: z.enum(['qrcode', 'payurl', 'urlscheme', 'html']),
  /** The code that means "refunded" in v1: documents say 1, the open engine says 0. */
  refundCode: z.union([z.literal(0), z.literal(1)]),
  /** Share of buyers whose payment succeeds when chance decides, by the gateway's `type` word or for all. */
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
  /** Notifications name this amount instead of the paid one. */
  wrongAmount: z.string().nullable(),
  /** Notifications carry a signature that does not match. */
  badSignature: z.boolean(),
  /** Notifications name (and sign) this merchant number. */
  wrongPid: z.string().nullable(),
  /** Creating an order is answered with this HTTP status, and no order exists. */
  createStatus: z.int().min(400).max(599).nullable(),
  /** The same, but the order was taken. */
  createStatusAfterAccepting: z.int().min(500).max(599).nullable(),
  /** Orders are taken, but the reply never comes. */
  timeoutAfterAccepting: z.boolean(),
  /** New orders are refused because of maintenance. */
  maintenance: z.boolean(),
  /** New orders are refused with this text. */
  refuseOrdersWith: z.string().nullable(),
  /** Refunds are refused with this text. */
  refuseRefundsWith: z.string().nullable(),
});
export type Behaviour = z.infer<typeof behaviourSchema>;

export const GOOD_BEHAVIOUR: Behaviour = {
  notifyBy: 'GET',
  moneyAs: 'php_float',
  hideName: true,
  answerWith: 'qrcode',
  refundCode: 0,
  successRate: 1,
  autoPayAfterMillis: null,
  replyDelayMillis: 0,
  notifyDelayMillis: 0,
  duplicates: 0,
  dropNext: 0,
  reorder: 0,
  wrongAmount: null,
  badSignature: false,
  wrongPid: null,
  createStatus: null,
  createStatusAfterAccepting: null,
  timeoutAfterAccepting: false,
  maintenance: false,
  refuseOrdersWith: null,
  refuseRefundsWith: null,
};
