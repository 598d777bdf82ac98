import { randomBytes, randomInt } from 'node:crypto';
import type { SimulatedPayment, SimulatedRefund } from '../kit/books.ts';
import { settlePayment } from '../kit/buyer.ts';
import { json, jsonObject, type Reply, type SimulatedRequest } from '../kit/exchange.ts';
import { damaged } from '../kit/notifier.ts';
import { refundPayment } from '../kit/refund-payment.ts';
import type { Desk, News, SimulatedMerchant, Simulation } from '../kit/simulation.ts';
import { takeOrder } from '../kit/take-order.ts';

interface Keys {
  readonly clientSecret: string;
  readonly accessToken: string;
  readonly notificationKey: string;
}
type OperatorDesk = Desk<Keys, null>;
type Merchant = SimulatedMerchant<Keys>;
interface Sink {
  readonly url: string;
  readonly token: string;
}

const PAYMENTS = '/carrier-billing/v0.5/payments';
const REFUNDS = '/carrier-billing-refund/v0.3/payments';

const error = (status: number, code: string): Reply =>
  json({ status, code, message: `${code.toLowerCase().replaceAll('_', ' ')}.` }, status);

/**
 * A mobile operator. In one step a charge is worked on until the customer's account is charged (the buyer "pays"); in two
 * steps a code is sent (kept in the order's `extra.code`), validated, and the reservation confirmed.
 */
export const camara: Simulation<Keys, null> = {
  provider: 'camara',
  makePlatform: () => null,
  makeMerchant: (index) => ({
    id: `shop-${index}`,
    keys: {
      clientSecret: randomBytes(18).toString('hex'),
      accessToken: randomBytes(24).toString('hex'),
      notificationKey: randomBytes(24).toString('hex'),
    },
  }),
  channels: ({ id, keys }, _platform, baseUrl) =>
    (['two_step', 'one_step'] as const).map((accessMode) => ({
      provider: 'camara',
      label: accessMode === 'two_step' ? 'Phone bill, with a code' : 'Phone bill',
      currency: 'EUR',
      config: {
        apiRoot: baseUrl,
        tokenUrl: `${baseUrl}/token`,
        clientId: id,
        currency: 'EUR',
        accessMode,
      },
      credentials: { clientSecret: keys.clientSecret, notificationKey: keys.notificationKey },
    })),
  retrySeconds: [15, 60, 300],
  isAcknowledged: ({ status }) => status === 204 || status === 410,
  merchantOf: (desk, request) => merchantOf(desk, request)?.id,

  answer: (desk, request) => {
    if (request.path === '/token') return token(desk, request);
    const merchant = merchantOf(desk, request);
    if (!merchant) return error(401, 'UNAUTHENTICATED');
    if (request.path.startsWith(PAYMENTS))
      return payments(desk, merchant, request, request.path.slice(PAYMENTS.length + 1).split('/'));
    if (request.path.startsWith(REFUNDS))
      return refunds(desk, merchant, request, request.path.slice(REFUNDS.length + 1).split('/'));
    return undefined;
  },

  compose: (_desk, news) => {
    const sink = sinkOf(news);
    const type = typeOf(news);
    if (!sink || type === undefined) return undefined;
    const { payment, refund } = news;
    return {
      method: 'POST',
      url: sink.url,
      headers: {
        'content-type': 'application/cloudevents+json',
        authorization: `Bearer ${news.isDamaged ? damaged(sink.token) : sink.token}`,
      },
      body: JSON.stringify({
        id: randomBytes(9).toString('hex'),
        source: 'https://notifications.telco.example',
        specversion: '1.0',
        datacontenttype: 'application/json',
        type,
        time: new Date().toISOString(),
        data: {
          paymentId: payment.reference,
          ...(refund ? { refundId: refund.reference } : {}),
          status: 'succeeded',
          description: 'simulated',
        },
      }),
    };
  },
};

const merchantOf = (desk: OperatorDesk, { headers }: SimulatedRequest): Merchant | undefined =>
  [...desk.merchants.values()].find(
    ({ keys }) => headers.authorization === `Bearer ${keys.accessToken}`,
  );

const token = (desk: OperatorDesk, { headers, form }: SimulatedRequest): Reply => {
  const [id = '', secret] = Buffer.from((headers.authorization ?? '').slice(6), 'base64')
    .toString()
    .split(':');
  const keys = desk.merchants.get(decodeURIComponent(id))?.keys;
  if (!keys || keys.clientSecret !== secret || form.grant_type !== 'client_credentials')
    return json({ error: 'invalid_client' }, 401);
  return json({ access_token: keys.accessToken, token_type: 'Bearer', expires_in: 3600 });
};

const payments = (
  desk: OperatorDesk,
  merchant: Merchant,
  request: SimulatedRequest,
  [first = '', action = '']: readonly string[],
): Reply => {
  if (request.method === 'GET' && first === '')
    return json(desk.books.payments(merchant.id).map(paymentObject));
  if (first === '' || first === 'prepare') return charge(desk, merchant, request, first !== '');
  const payment = desk.books.byReference(decodeURIComponent(first));
  if (!payment || payment.merchant !== merchant.id) return error(404, 'NOT_FOUND');
  const body = jsonObject(request) ?? {};
  switch (action) {
    case '':
      return json(paymentObject(payment));
    case 'validate':
      return validate(desk, payment, body);
    case 'confirm':
      if (payment.state === 'paid') return error(409, 'CARRIER_BILLING.PAYMENT_CONFIRMED');
      if (payment.state !== 'approved') return error(403, 'CARRIER_BILLING.PAYMENT_DENIED');
      settlePayment(desk, payment);
      return { status: 202, headers: {}, body: '' };
    case 'cancel':
      if (payment.state === 'paid') return error(409, 'CARRIER_BILLING.PAYMENT_CONFIRMED');
      payment.state = 'closed';
      desk.books.save(payment);
      return { status: 202, headers: {}, body: '' };
    default:
      return error(404, 'NOT_FOUND');
  }
};

interface ChargeBody {
  readonly amountTransaction?: {
    readonly phoneNumber?: string;
    readonly referenceCode?: string;
    readonly paymentAmount?: {
      readonly chargingInformation?: {
        readonly amount?: number;
        readonly currency?: string;
        readonly description?: string;
      };
    };
  };
  readonly sink?: string;
  readonly sinkCredential?: { readonly accessToken?: string };
}

const charge = (
  desk: OperatorDesk,
  merchant: Merchant,
  request: SimulatedRequest,
  isTwoStep: boolean,
): Reply => {
  const { amountTransaction, sink, sinkCredential } = (jsonObject(request) ?? {}) as ChargeBody;
  const info = amountTransaction?.paymentAmount?.chargingInformation;
  if (!amountTransaction?.phoneNumber) return error(422, 'MISSING_IDENTIFIER');
  if (!info?.amount || !info.currency || !amountTransaction.referenceCode)
    return error(400, 'INVALID_ARGUMENT');
  const taken = takeOrder(camara, desk, merchant, {
    merchant: merchant.id,
    number: amountTransaction.referenceCode,
    reference: randomBytes(13).toString('hex'),
    method: isTwoStep ? 'two_step' : 'one_step',
    currency: info.currency,
    minor: Math.round(info.amount * 100),
    subject: info.description ?? '',
    notifyUrl: sink ?? '',
    returnUrl: '',
    extra: {
      phone: amountTransaction.phoneNumber,
      token: sinkCredential?.accessToken ?? '',
      ...(isTwoStep
        ? {
            code: String(randomInt(100_000, 999_999)),
            authorizationId: randomBytes(8).toString('hex'),
          }
        : {}),
    },
  });
  if (taken.kind === 'broken') return taken.reply;
  if (taken.kind === 'maintenance') return json({ status: 503, code: 'UNAVAILABLE' }, 503);
  if (taken.kind === 'refused') return error(403, taken.word);
  if (taken.again) return error(409, 'ALREADY_EXISTS');
  return taken.fault ?? json(paymentObject(taken.payment), 201);
};

const validate = (
  desk: OperatorDesk,
  payment: SimulatedPayment,
  body: Readonly<Record<string, unknown>>,
): Reply => {
  if (payment.state !== 'unpaid') return error(409, 'ALREADY_EXISTS');
  if (body.authorizationId !== payment.extra.authorizationId)
    return error(400, 'CARRIER_BILLING.INVALID_AUTHORIZATION_ID');
  if (body.code !== payment.extra.code) return error(400, 'CARRIER_BILLING.INVALID_CODE');
  payment.state = 'approved';
  desk.books.save(payment);
  return { status: 204, headers: {}, body: '' };
};

const statusOf = ({ state, method }: SimulatedPayment): string => {
  switch (state) {
    case 'unpaid':
      return method === 'two_step' ? 'pending_validation' : 'processing';
    case 'approved':
      return 'reserved';
    case 'paid':
      return 'succeeded';
    case 'declined':
      return 'denied';
    case 'closed':
      return 'cancelled';
  }
};

const paymentObject = (payment: SimulatedPayment) => ({
  paymentId: payment.reference,
  paymentStatus: statusOf(payment),
  paymentCreationDate: new Date(payment.createdAtMillis).toISOString(),
  amountTransaction: {
    phoneNumber: payment.extra.phone,
    clientCorrelator: payment.number,
    referenceCode: payment.number,
    paymentAmount: {
      chargingInformation: {
        amount: (payment.paidMinor || payment.minor) / 100,
        currency: payment.currency,
        description: payment.subject,
      },
    },
  },
  ...(payment.method === 'two_step'
    ? { validationInfo: { action: 'validate', authorizationId: payment.extra.authorizationId } }
    : {}),
});

interface RefundBody {
  readonly amountTransaction?: {
    readonly referenceCode?: string;
    readonly refundAmount?: { readonly chargingInformation?: { readonly amount?: number } };
  };
  readonly sink?: string;
  readonly sinkCredential?: { readonly accessToken?: string };
}

const refunds = (
  desk: OperatorDesk,
  merchant: Merchant,
  request: SimulatedRequest,
  [id = '']: readonly string[],
): Reply => {
  const payment = desk.books.byReference(decodeURIComponent(id));
  if (!payment || payment.merchant !== merchant.id) return error(404, 'NOT_FOUND');
  if (request.method === 'GET')
    return json(payment.refunds.map((refund) => refundObject(payment, refund)));
  const { amountTransaction, sink, sinkCredential } = (jsonObject(request) ?? {}) as RefundBody;
  const number = amountTransaction?.referenceCode ?? '';
  const amount = amountTransaction?.refundAmount?.chargingInformation?.amount;
  if (payment.refunds.some((refund) => refund.number === number))
    return error(409, 'ALREADY_EXISTS');
  payment.extra[`sink of ${number}`] = {
    url: sink ?? '',
    token: sinkCredential?.accessToken ?? '',
  } satisfies Sink;
  const result = refundPayment(desk, merchant, payment, {
    number,
    minor: amount === undefined ? payment.paidMinor : Math.round(amount * 100),
  });
  switch (result.kind) {
    case 'refunded':
      return json(refundObject(payment, result.refund), 201);
    case 'too_much':
      return error(403, 'CARRIER_BILLING_REFUND.UNAUTHORIZED_AMOUNT');
    case 'refused':
      return error(403, result.word);
    default:
      return error(403, 'CARRIER_BILLING_REFUND.INVALID_PAYMENT_STATUS');
  }
};

const refundObject = ({ currency }: SimulatedPayment, refund: SimulatedRefund) => ({
  refundId: refund.reference,
  refundStatus: { done: 'succeeded', pending: 'processing', failed: 'denied' }[refund.state],
  type: 'partial',
  refundCreationDate: new Date(refund.createdAtMillis).toISOString(),
  amountTransaction: {
    referenceCode: refund.number,
    refundAmount: {
      chargingInformation: { amount: refund.minor / 100, currency, description: 'refund' },
    },
  },
});

const sinkOf = ({ payment, refund }: News): Sink | undefined =>
  refund
    ? (payment.extra[`sink of ${refund.number}`] as Sink | undefined)
    : { url: payment.notifyUrl, token: String(payment.extra.token) };

const typeOf = ({ about, payment, refund }: News): string | undefined => {
  if (about === 'refund' && refund)
    return `org.camaraproject.carrier-billing-refund.v0.refund-${refund.state === 'done' ? 'completed' : 'denied'}`;
  const words: Partial<Record<SimulatedPayment['state'], string>> = {
    paid: 'payment-completed',
    declined: 'payment-denied',
    closed: 'payment-cancelled',
  };
  const word = about === 'payment' ? words[payment.state] : undefined;
  return word && `org.camaraproject.carrier-billing.v0.${word}`;
};
