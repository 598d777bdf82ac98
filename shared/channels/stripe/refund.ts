import type { Stripe } from 'stripe';
import { sameMoney } from '../../domain/money/money.ts';
import type { RefundOutcome, RefundRequest } from '../channel.ts';
import { amountOf } from './amount.ts';
import { callStripe, type StripeReply } from './client.ts';
import type { StripeContext } from './config.ts';
import { refundStatus } from './status.ts';

const unknown = (detail: string): RefundOutcome => ({ kind: 'unknown', detail });

/**
 * Stripe may forget a key when it is 24 hours old, and then takes it for another refund. Refunds are asked about for longer,
 * so one of this age is looked for first.
 */
const KEY_IS_SAFE_MILLIS = 20 * 3_600_000;
const MAX_LISTED = 100;

/** Pays back an intent's money under our refund number as idempotency key. */
export const refund = async (
  context: StripeContext,
  request: RefundRequest,
): Promise<RefundOutcome> => {
  const intent = await intentOf(context, request);
  if (typeof intent !== 'string') return intent;
  if (context.now.getTime() - request.refundCreatedAt.getTime() > KEY_IS_SAFE_MILLIS) {
    const known = await madeBefore(context, request, intent);
    if (known) return known;
  }
  const reply = await callStripe(context, (stripe) =>
    stripe.refunds.create(
      {
        payment_intent: intent,
        amount: Number(request.refundAmount.minor),
        metadata: { order: request.orderNumber, refund: request.refundNumber },
      },
      { idempotencyKey: `refund-${request.refundNumber}` },
    ),
  );
  if (reply.kind !== 'done') return refusal(reply);
  // The same key repeats the first answer word for word: what is in work is looked up anew.
  return refundStatus(reply.result.status ?? '') === 'pending'
    ? readAgain(context, request, reply.result.id)
    : read(request, reply.result);
};

/** The session's intent; sessions have one once they are paid. */
const intentOf = async (
  context: StripeContext,
  { providerReference }: RefundRequest,
): Promise<string | RefundOutcome> => {
  if (!providerReference)
    return { kind: 'did_not_happen', reason: 'Stripe never told its number of this payment' };
  if (!providerReference.startsWith('cs_')) return providerReference;
  const reply = await callStripe(context, (stripe) =>
    stripe.checkout.sessions.retrieve(providerReference),
  );
  if (reply.kind === 'done') {
    const { payment_intent: intent } = reply.result;
    const id = typeof intent === 'string' ? intent : intent?.id;
    return id ?? { kind: 'did_not_happen', reason: 'nothing was paid in this session' };
  }
  return refusal(reply);
};

/** What an earlier call made under this number; `undefined`: nothing. */
const madeBefore = async (
  context: StripeContext,
  request: RefundRequest,
  intent: string,
): Promise<RefundOutcome | undefined> => {
  const reply = await callStripe(context, (stripe) =>
    stripe.refunds.list({ payment_intent: intent, limit: MAX_LISTED }),
  );
  if (reply.kind !== 'done') return refusal(reply);
  const { data, has_more: hasMore } = reply.result;
  const own = data.find(({ metadata }) => metadata?.refund === request.refundNumber);
  if (own) return read(request, own);
  return hasMore ? unknown('the payment has more refunds than one list') : undefined;
};

const readAgain = async (
  context: StripeContext,
  request: RefundRequest,
  id: string,
): Promise<RefundOutcome> => {
  const reply = await callStripe(context, (stripe) => stripe.refunds.retrieve(id));
  return reply.kind === 'done'
    ? read(request, reply.result)
    : { kind: 'pending', providerReference: id };
};

const read = (request: RefundRequest, answer: Stripe.Refund): RefundOutcome => {
  const amount = amountOf(answer.amount, answer.currency);
  if (!amount || !sameMoney(amount, request.refundAmount))
    return unknown(`Stripe speaks of ${answer.amount} ${answer.currency}`);
  const providerReference = answer.id;
  switch (refundStatus(answer.status ?? '')) {
    case 'succeeded':
      return { kind: 'succeeded', providerReference };
    case 'pending':
      return { kind: 'pending', providerReference };
    case 'failed':
      return {
        kind: 'did_not_happen',
        reason: `Stripe could not pay it back: ${answer.failure_reason ?? answer.status}`,
      };
    case 'unknown':
      return unknown(`a refund status that is not known: ${answer.status}`);
  }
};

const refusal = (reply: Exclude<StripeReply<never>, { kind: 'done' }>): RefundOutcome => {
  switch (reply.kind) {
    case 'not_sent':
      return { kind: 'did_not_happen', reason: reply.detail, transient: true };
    case 'no_answer':
      return unknown(reply.detail);
    case 'refused':
      if (/idempoten/i.test(reply.message)) return unknown(reply.message);
      return {
        kind: 'did_not_happen',
        reason: reply.message || `Stripe answered ${reply.status}`,
        // A key that is refused (401) says nothing about an earlier call of the same refund.
        ...([401, 429].includes(reply.status) || reply.code === 'balance_insufficient'
          ? { transient: true }
          : {}),
      };
  }
};
