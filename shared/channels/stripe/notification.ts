import { MAX_CALLBACK_BYTES } from '../../contract/environment.ts';
import type {
  DisputeNotification,
  PaymentNotification,
  RefundNotification,
  RejectionReason,
  VerifiedNotification,
} from '../../domain/callbacks/notification.ts';
import {
  attemptIdFromProviderOrderNumber,
  refundIdFromProviderRefundNumber,
} from '../../domain/identity/ids.ts';
import type { NotificationOutcome, RawCallback } from '../channel.ts';
import { amountOf } from './amount.ts';
import { callStripe } from './client.ts';
import type { StripeContext } from './config.ts';
import {
  disputeSchema,
  eventSchema,
  intentSchema,
  refundSchema,
  type StripeEvent,
  sessionSchema,
} from './event.ts';
import { type SignatureVerdict, verdictOf } from './sign.ts';
import {
  disputeStatus,
  intentStatus,
  refundStatus,
  refusalReason,
  sessionStatus,
  sessionWord,
} from './status.ts';

export const SIGNATURE_HEADER = 'stripe-signature';
/** Events may carry whole objects: larger than other providers' messages. */
const MAX_BYTES = MAX_CALLBACK_BYTES;

const REJECTIONS: Readonly<Record<Exclude<SignatureVerdict, 'valid'>, RejectionReason>> = {
  missing: 'signature_missing',
  malformed: 'malformed',
  invalid: 'signature_invalid',
  stale: 'stale',
};

/**
 * Verifies an event. Every event may come twice and in any order, so each is read as what it says of its object. Disputes,
 * and refunds made in Stripe's dashboard, name no order of ours: their payment is looked up.
 */
export const notification = async (
  context: StripeContext,
  { headers, query, body }: RawCallback,
): Promise<NotificationOutcome> => {
  if (query.length + body.length > MAX_BYTES)
    return rejected('too_large', `more than ${MAX_BYTES} bytes`);
  const secret = context.credentials.webhookSecret;
  if (secret.trim() === '')
    return rejected('credentials_blank', 'this account has no signing secret to verify with');
  const verdict = verdictOf(headers[SIGNATURE_HEADER] ?? '', body, { secret, now: context.now });
  if (verdict !== 'valid') return rejected(REJECTIONS[verdict], `the signature is ${verdict}`);
  const event = readEvent(body);
  if (!event) return rejected('malformed', 'not an event');
  if (event.livemode !== (context.mode === 'live'))
    return rejected('wrong_account', 'an event of the other mode, test or live');
  return readers[event.data.object.object]?.(context, event) ?? other(event);
};

const rejected = (reason: RejectionReason, detail: string): NotificationOutcome => ({
  kind: 'rejected',
  reason,
  detail,
});

const verified = (notification: VerifiedNotification): NotificationOutcome => ({
  kind: 'verified',
  notification,
});

const other = ({ type }: StripeEvent): NotificationOutcome =>
  verified({ kind: 'other', providerStatus: type });

const readEvent = (body: Uint8Array): StripeEvent | undefined => {
  try {
    const content = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return eventSchema.safeParse(JSON.parse(content)).data;
  } catch {
    return undefined;
  }
};

type Reader = (
  context: StripeContext,
  event: StripeEvent,
) => NotificationOutcome | Promise<NotificationOutcome>;

const readSession: Reader = (_context, event) => {
  const session = sessionSchema.safeParse(event.data.object).data;
  if (!session?.client_reference_id) return other(event);
  const isFailed = event.type === 'checkout.session.async_payment_failed';
  const word = isFailed ? 'failed' : sessionWord(session);
  const amount = amountOf(session.amount_total, session.currency);
  return verified({
    ...paymentOf(session.client_reference_id, session.id),
    status: isFailed ? 'failed' : sessionStatus(word),
    providerStatus: word,
    ...(amount ? { amount } : {}),
  });
};

const readIntent: Reader = (_context, event) => {
  const intent = intentSchema.safeParse(event.data.object).data;
  const order = intent?.metadata?.order;
  if (!intent || !order) return other(event);
  const status = intentStatus(intent.status);
  const amount = amountOf(
    status === 'succeeded' ? intent.amount_received : intent.amount,
    intent.currency,
  );
  const error = intent.last_payment_error;
  const failureReason =
    error && status !== 'succeeded'
      ? refusalReason({ code: error.code ?? '', declineCode: error.decline_code ?? '' })
      : undefined;
  return verified({
    ...paymentOf(order, intent.id),
    status,
    providerStatus: intent.status,
    ...(amount ? { amount } : {}),
    ...(failureReason ? { failureReason } : {}),
  });
};

const paymentOf = (orderNumber: string, providerReference: string) => {
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  return {
    kind: 'payment' as const,
    ...(attemptId ? { attemptId } : {}),
    providerOrderNumber: orderNumber,
    providerReference,
  } satisfies Partial<PaymentNotification>;
};

const readRefund: Reader = async (context, event) => {
  const refund = refundSchema.safeParse(event.data.object).data;
  if (!refund) return other(event);
  const refundId = refundIdFromProviderRefundNumber(refund.metadata?.refund ?? '');
  const order = refundId
    ? (refund.metadata?.order ?? '')
    : await orderOfIntent(context, refund.payment_intent);
  if (typeof order !== 'string') return order;
  const amount = amountOf(refund.amount, refund.currency);
  const attemptId = attemptIdFromProviderOrderNumber(order);
  const notification: RefundNotification = {
    kind: 'refund',
    ...(refundId ? { refundId } : {}),
    ...(attemptId ? { attemptId } : {}),
    ...(order ? { providerOrderNumber: order } : {}),
    providerReference: refund.id,
    status: refundStatus(refund.status ?? ''),
    providerStatus: refund.status ?? '',
    ...(amount ? { amount } : {}),
  };
  return verified(notification);
};

const readDispute: Reader = async (context, event) => {
  const dispute = disputeSchema.safeParse(event.data.object).data;
  if (!dispute) return other(event);
  const order = await orderOfIntent(context, dispute.payment_intent);
  if (typeof order !== 'string') return order;
  const amount = amountOf(dispute.amount, dispute.currency);
  const attemptId = attemptIdFromProviderOrderNumber(order);
  const dueBy = dispute.evidence_details?.due_by;
  const notification: DisputeNotification = {
    kind: 'dispute',
    ...(attemptId ? { attemptId } : {}),
    ...(order ? { providerOrderNumber: order } : {}),
    providerReference: dispute.id,
    status: disputeStatus(dispute.status),
    providerStatus: dispute.status,
    ...(amount ? { amount } : {}),
    ...(dispute.reason ? { cause: dispute.reason } : {}),
    ...(dueBy ? { answerBy: new Date(dueBy * 1000).toISOString() } : {}),
  };
  return verified(notification);
};

/** Our order number of an intent, from its metadata; `''` when it has none; not to be judged when nobody answers. */
const orderOfIntent = async (
  context: StripeContext,
  intent: string | null | undefined,
): Promise<string | NotificationOutcome> => {
  if (!intent) return '';
  const reply = await callStripe(context, (stripe) => stripe.paymentIntents.retrieve(intent));
  if (reply.kind === 'done') return reply.result.metadata?.order ?? '';
  if (reply.kind === 'refused' && reply.status === 404) return '';
  return {
    kind: 'unavailable',
    detail: reply.kind === 'refused' ? reply.message : reply.detail,
  };
};

const readers: Readonly<Record<string, Reader>> = {
  'checkout.session': readSession,
  payment_intent: readIntent,
  refund: readRefund,
  dispute: readDispute,
};
