import { createHmac, randomBytes } from 'node:crypto';
import type { SimulatedPayment, SimulatedRefund } from '../kit/books.ts';
import { json, type Reply, type SimulatedRequest } from '../kit/exchange.ts';
import { damaged, webhookUrlOf } from '../kit/notifier.ts';
import { payUrl } from '../kit/pay-route.ts';
import { refundPayment } from '../kit/refund-payment.ts';
import type { Desk, News, SimulatedMerchant, Simulation } from '../kit/simulation.ts';
import { takeOrder } from '../kit/take-order.ts';
import { type Nested, nestedForm, textAt } from './nested-form.ts';

interface Keys {
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string;
}
type StripeDesk = Desk<Keys, null>;
type Merchant = SimulatedMerchant<Keys>;

export const DOMAIN_FILE_PATH = '/files/apple-pay/apple-developer-merchantid-domain-association';

/** What Stripe publishes for Apple, in its form: JSON in hexadecimal digits. */
const domainFile: Reply = {
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body: Buffer.from(JSON.stringify({ version: 1, pspId: 'SIMULATED' })).toString('hex'),
};

const token = (prefix: string): string => `${prefix}_${randomBytes(18).toString('hex')}`;

/** Stripe with Checkout, PaymentIntents, Refunds and webhooks; the buyer's page takes every card. */
export const stripe: Simulation<Keys, null> = {
  provider: 'stripe',
  makePlatform: () => null,
  makeMerchant: (index) => ({
    id: `acct_${index}`,
    keys: {
      secretKey: token('sk_test'),
      publishableKey: token('pk_test'),
      webhookSecret: token('whsec'),
    },
  }),
  channels: ({ keys }, _platform, baseUrl) => [
    {
      provider: 'stripe',
      label: 'Stripe',
      currency: 'USD',
      config: { accessMode: 'hosted', publishableKey: keys.publishableKey, apiUrl: baseUrl },
      credentials: { secretKey: keys.secretKey, webhookSecret: keys.webhookSecret },
    },
  ],
  retrySeconds: [60, 300, 1_800],
  isAcknowledged: ({ status }) => status >= 200 && status < 300,
  merchantOf: (desk, request) => merchantOf(desk, request)?.id,

  answer: (desk, request) => {
    if (request.path === DOMAIN_FILE_PATH) return domainFile;
    if (!request.path.startsWith('/v1/')) return undefined;
    const merchant = merchantOf(desk, request);
    if (!merchant) return problem(401, 'invalid_request_error', 'Invalid API Key provided');
    const [, , resource = '', first = '', second = '', third = ''] = request.path.split('/');
    const form = nestedForm(request.text);
    if (resource === 'checkout' && first === 'sessions')
      return sessions(desk, merchant, { request, form, id: second, action: third });
    if (resource === 'payment_intents')
      return intents(desk, merchant, { request, form, id: first, action: second });
    if (resource === 'refunds') return refunds(desk, merchant, { request, form, id: first });
    return undefined;
  },

  compose: (desk, news) => {
    const merchant = desk.merchants.get(news.payment.merchant);
    const event = merchant && eventOf(desk, news);
    if (!merchant || !event) return undefined;
    const body = JSON.stringify({
      id: token('evt'),
      object: 'event',
      api_version: '2026-10-28.endive',
      created: Math.floor(Date.now() / 1000),
      livemode: false,
      pending_webhooks: 1,
      ...event,
    });
    const time = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', merchant.keys.webhookSecret)
      .update(`${time}.${body}`)
      .digest('hex');
    return {
      method: 'POST',
      url: webhookUrlOf(merchant, news.payment),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': `t=${time},v1=${news.isDamaged ? damaged(signature) : signature},v0=${'0'.repeat(64)}`,
      },
      body,
    };
  },
};

const merchantOf = (desk: StripeDesk, { headers }: SimulatedRequest): Merchant | undefined =>
  [...desk.merchants.values()].find(
    ({ keys }) => headers.authorization === `Bearer ${keys.secretKey}`,
  );

const problem = (status: number, type: string, message: string, more: object = {}): Reply =>
  json({ error: { type, message, ...more } }, status);

const missing = (id: string): Reply =>
  problem(404, 'invalid_request_error', `No such object: '${id}'`, { code: 'resource_missing' });

interface Call {
  readonly request: SimulatedRequest;
  readonly form: Nested;
  readonly id: string;
  readonly action?: string;
}

const sessions = (
  desk: StripeDesk,
  merchant: Merchant,
  { request, form, id, action }: Call,
): Reply => {
  if (id === '') return createSession(desk, merchant, request, form);
  const payment = desk.books.byReference(id);
  if (!payment) return missing(id);
  if (action === 'expire') {
    if (payment.state !== 'unpaid')
      return problem(400, 'invalid_request_error', 'Only open Checkout Sessions can be expired.');
    payment.state = 'closed';
    desk.books.save(payment);
    desk.notify(payment, 'payment');
  }
  return json(sessionObject(desk, payment));
};

const createSession = (
  desk: StripeDesk,
  merchant: Merchant,
  request: SimulatedRequest,
  form: Nested,
): Reply => {
  const price = ['line_items', '0', 'price_data'] as const;
  const lifeSeconds = Number(textAt(form, 'expires_at')) - Date.now() / 1000;
  if (!(lifeSeconds >= 1_790 && lifeSeconds <= 86_410))
    return problem(400, 'invalid_request_error', 'expires_at must be 30 minutes to 24 hours away');
  return take(desk, merchant, request, {
    prefix: 'cs_test',
    number: textAt(form, 'client_reference_id'),
    minor: Number(textAt(form, ...price, 'unit_amount')),
    currency: textAt(form, ...price, 'currency'),
    subject: textAt(form, ...price, 'product_data', 'name'),
    returnUrl: textAt(form, 'success_url'),
    extra: {
      intent: token('pi'),
      order: textAt(form, 'payment_intent_data', 'metadata', 'order'),
    },
    show: sessionObject,
  });
};

const intents = (
  desk: StripeDesk,
  merchant: Merchant,
  { request, form, id, action }: Call,
): Reply => {
  if (id === '')
    return take(desk, merchant, request, {
      prefix: 'pi',
      number: textAt(form, 'metadata', 'order'),
      minor: Number(textAt(form, 'amount')),
      currency: textAt(form, 'currency'),
      subject: textAt(form, 'description'),
      returnUrl: '',
      extra: { order: textAt(form, 'metadata', 'order') },
      show: intentObject,
    });
  const payment = paymentOfIntent(desk, id);
  if (!payment) return missing(id);
  if (action === 'cancel') {
    if (payment.state !== 'unpaid' && payment.state !== 'declined')
      return problem(400, 'invalid_request_error', 'You cannot cancel this PaymentIntent.', {
        code: 'payment_intent_unexpected_state',
      });
    payment.state = 'closed';
    desk.books.save(payment);
    desk.notify(payment, 'payment');
  }
  return json(intentObject(desk, payment));
};

/** The same idempotency key brings the same object back. */
const take = (
  desk: StripeDesk,
  merchant: Merchant,
  { headers }: SimulatedRequest,
  order: {
    prefix: string;
    number: string;
    minor: number;
    currency: string;
    subject: string;
    returnUrl: string;
    extra: Record<string, unknown>;
    show: (desk: StripeDesk, payment: SimulatedPayment) => object;
  },
): Reply => {
  const { prefix, show, currency, ...draft } = order;
  const key = headers['idempotency-key'] ?? '';
  const known = desk.books.payments(merchant.id).find(({ extra }) => extra.key === key);
  if (known && known.minor !== draft.minor)
    return problem(
      400,
      'idempotency_error',
      'Keys for idempotent requests can only be used with the same parameters they were first used with.',
    );
  const taken = takeOrder(stripe, desk, merchant, {
    ...draft,
    merchant: merchant.id,
    reference: token(prefix),
    method: 'card',
    currency: currency.toUpperCase(),
    notifyUrl: '',
    extra: { ...draft.extra, key },
  });
  if (taken.kind === 'broken') return taken.reply;
  if (taken.kind === 'maintenance') return problem(503, 'api_error', 'Stripe is unavailable');
  if (taken.kind === 'refused')
    return problem(402, 'invalid_request_error', 'refused', { code: taken.word });
  return taken.fault ?? json(show(desk, taken.payment));
};

const paymentOfIntent = (desk: StripeDesk, id: string): SimulatedPayment | undefined =>
  desk.books.byReference(id) ?? desk.books.payments().find(({ extra }) => extra.intent === id);

const intentIdOf = ({ reference, extra }: SimulatedPayment): string =>
  typeof extra.intent === 'string' ? extra.intent : reference;

const sessionObject = (desk: StripeDesk, payment: SimulatedPayment) => ({
  id: payment.reference,
  object: 'checkout.session',
  client_reference_id: payment.number,
  status: payment.state === 'paid' ? 'complete' : payment.state === 'closed' ? 'expired' : 'open',
  payment_status: payment.state === 'paid' ? 'paid' : 'unpaid',
  amount_total: payment.paidMinor || payment.minor,
  currency: payment.currency.toLowerCase(),
  payment_intent: payment.state === 'paid' ? intentIdOf(payment) : null,
  url: payUrl(desk, payment),
  livemode: false,
});

const intentObject = (_desk: StripeDesk, payment: SimulatedPayment) => ({
  id: intentIdOf(payment),
  object: 'payment_intent',
  amount: payment.minor,
  amount_received: payment.paidMinor,
  currency: payment.currency.toLowerCase(),
  status:
    payment.state === 'paid'
      ? 'succeeded'
      : payment.state === 'closed'
        ? 'canceled'
        : 'requires_payment_method',
  client_secret: `${intentIdOf(payment)}_secret_simulated`,
  metadata: { order: payment.extra.order },
  last_payment_error:
    payment.state === 'declined'
      ? { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' }
      : null,
  livemode: false,
});

const refunds = (desk: StripeDesk, merchant: Merchant, { request, form, id }: Call): Reply => {
  if (id !== '') {
    for (const payment of desk.books.payments(merchant.id)) {
      const known = payment.refunds.find(({ reference }) => `re_${reference}` === id);
      if (known) return json(refundObject(payment, known));
    }
    return missing(id);
  }
  const intent = request.query.payment_intent ?? textAt(form, 'payment_intent');
  const payment = paymentOfIntent(desk, intent);
  if (!payment) return missing(intent);
  if (request.method === 'GET')
    return json({
      object: 'list',
      data: payment.refunds.map((refund) => refundObject(payment, refund)),
      has_more: false,
    });
  const result = refundPayment(desk, merchant, payment, {
    number: textAt(form, 'metadata', 'refund') || (request.headers['idempotency-key'] ?? ''),
    minor: Number(textAt(form, 'amount')),
  });
  switch (result.kind) {
    case 'refunded':
      return json(refundObject(payment, result.refund));
    case 'refused':
      return problem(400, 'invalid_request_error', 'refused', { code: result.word });
    case 'number_taken':
      return problem(400, 'idempotency_error', 'Keys for idempotent requests differ.');
    case 'too_much':
      return problem(
        400,
        'invalid_request_error',
        'Refund amount is greater than unrefunded amount on charge.',
      );
    case 'not_paid':
      return problem(400, 'invalid_request_error', 'This PaymentIntent has no successful charge.');
  }
};

const refundObject = (
  payment: SimulatedPayment,
  refund: SimulatedRefund,
  minor = refund.minor,
) => ({
  id: `re_${refund.reference}`,
  object: 'refund',
  amount: minor,
  currency: payment.currency.toLowerCase(),
  payment_intent: intentIdOf(payment),
  status: { done: 'succeeded', pending: 'pending', failed: 'failed' }[refund.state],
  metadata: { order: payment.number, refund: refund.number },
});

const eventOf = (desk: StripeDesk, { about, payment, refund, minor }: News) => {
  switch (about) {
    case 'payment':
      return paymentEvent(desk, payment, minor);
    case 'refund':
      return refund
        ? { type: 'refund.updated', data: { object: refundObject(payment, refund, minor) } }
        : undefined;
    case 'dispute':
      return {
        type: 'charge.dispute.created',
        data: {
          object: {
            id: `dp_${payment.reference.slice(-12)}`,
            object: 'dispute',
            amount: payment.paidMinor,
            currency: payment.currency.toLowerCase(),
            payment_intent: intentIdOf(payment),
            status: 'needs_response',
            reason: 'fraudulent',
            evidence_details: { due_by: Math.floor(Date.now() / 1000) + 7 * 86_400 },
          },
        },
      };
  }
};

const paymentEvent = (desk: StripeDesk, payment: SimulatedPayment, minor: number) => {
  const isSession = payment.reference.startsWith('cs_');
  if (payment.state === 'unpaid' || payment.state === 'approved') return undefined;
  if (payment.state === 'declined')
    return isSession
      ? undefined
      : { type: 'payment_intent.payment_failed', data: { object: intentObject(desk, payment) } };
  const isPaid = payment.state === 'paid';
  return isSession
    ? {
        type: isPaid ? 'checkout.session.completed' : 'checkout.session.expired',
        data: {
          object: {
            ...sessionObject(desk, payment),
            amount_total: isPaid ? minor : payment.minor,
          },
        },
      }
    : {
        type: isPaid ? 'payment_intent.succeeded' : 'payment_intent.canceled',
        data: { object: { ...intentObject(desk, payment), amount_received: isPaid ? minor : 0 } },
      };
};
