import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { capabilities } from './capabilities.ts';
import { callStripe, type StripeReply } from './client.ts';
import type { StripeContext } from './config.ts';
import { refusalReason } from './status.ts';

/** Sessions live for at least half an hour and at most a day; ours are closed when their order ends. */
const SESSION_SECONDS = { min: 31 * 60, max: 23 * 3600 };

const didNotHappen = (
  reason: Extract<CreateOutcome, { kind: 'did_not_happen' }>['reason'],
  detail: string,
): CreateOutcome => ({ kind: 'did_not_happen', reason, detail });

/** A Checkout Session on Stripe's page, or a PaymentIntent for the form on ours. */
export const create = async (
  context: StripeContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const { currency, minor } = request.amount;
  if (!capabilities.currencies.includes(currency))
    return didNotHappen('currency_not_supported', `Stripe does not take ${currency}`);
  if (minor < capabilities.amountMinor.min || minor > capabilities.amountMinor.max)
    return didNotHappen('amount_out_of_range', 'Stripe takes up to eight digits');
  return context.config.accessMode === 'hosted'
    ? createSession(context, request)
    : createIntent(context, request);
};

/** Both objects name our order, so that every event about the money leads back to it. */
const metadataOf = ({ orderNumber }: CreateRequest) => ({ order: orderNumber });

const createSession = async (
  context: StripeContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const { amount, createdAt, expiresAt, orderNumber } = request;
  const suffix = context.config.statementSuffix;
  const reply = await callStripe(context, (stripe) =>
    stripe.checkout.sessions.create(
      {
        mode: 'payment',
        // Apple Pay and Google Pay are offered with cards, where the buyer's device has them.
        allowed_payment_method_types: ['card'],
        line_items: [
          {
            quantity: 1,
            price_data: {
              currency: amount.currency.toLowerCase(),
              unit_amount: Number(amount.minor),
              product_data: { name: request.subject.slice(0, 250) || orderNumber },
            },
          },
        ],
        client_reference_id: orderNumber,
        metadata: metadataOf(request),
        payment_intent_data: {
          metadata: metadataOf(request),
          ...(suffix === undefined ? {} : { statement_descriptor_suffix: suffix }),
        },
        success_url: request.returnUrl,
        cancel_url: request.returnUrl,
        // From the attempt's own times: the same key must come with the same parameters.
        expires_at: endOf(createdAt, expiresAt),
      },
      { idempotencyKey: orderNumber },
    ),
  );
  if (reply.kind !== 'done') return refusal(reply);
  const { id, url, client_reference_id } = reply.result;
  if (client_reference_id !== orderNumber || !id || !url)
    return { kind: 'unknown', detail: 'Stripe answered about another order' };
  return { kind: 'happened', nextAction: { kind: 'redirect', url }, providerReference: id };
};

const endOf = (createdAt: Date, expiresAt: Date): number => {
  const created = Math.floor(createdAt.getTime() / 1000);
  const wanted = Math.floor(expiresAt.getTime() / 1000) - created;
  return created + Math.min(SESSION_SECONDS.max, Math.max(SESSION_SECONDS.min, wanted));
};

const createIntent = async (
  context: StripeContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const { amount, orderNumber } = request;
  const { publishableKey = '', statementSuffix: suffix } = context.config;
  const reply = await callStripe(context, (stripe) =>
    stripe.paymentIntents.create(
      {
        amount: Number(amount.minor),
        currency: amount.currency.toLowerCase(),
        allowed_payment_method_types: ['card'],
        description: request.subject.slice(0, 250) || orderNumber,
        metadata: metadataOf(request),
        ...(suffix === undefined ? {} : { statement_descriptor_suffix: suffix }),
      },
      { idempotencyKey: orderNumber },
    ),
  );
  if (reply.kind !== 'done') return refusal(reply);
  const { id, client_secret, metadata } = reply.result;
  if (metadata?.order !== orderNumber || !client_secret)
    return { kind: 'unknown', detail: 'Stripe answered about another order' };
  return {
    kind: 'happened',
    nextAction: {
      kind: 'client_params',
      sdk: 'stripe',
      params: {
        clientSecret: client_secret,
        publishableKey,
        returnUrl: request.returnUrl,
      },
    },
    providerReference: id,
  };
};

const refusal = (reply: Exclude<StripeReply<never>, { kind: 'done' }>): CreateOutcome => {
  switch (reply.kind) {
    case 'not_sent':
      return didNotHappen('provider_unreachable', reply.detail);
    case 'no_answer':
      return { kind: 'unknown', detail: reply.detail };
    case 'refused':
      // The key belongs to an earlier request with other parameters, which may have worked.
      return reply.code === 'idempotency_key_in_use' || /idempoten/i.test(reply.message)
        ? { kind: 'unknown', detail: reply.message }
        : didNotHappen(
            refusalReason(reply) ?? 'provider_refused',
            reply.message || `Stripe answered ${reply.status}`,
          );
  }
};
