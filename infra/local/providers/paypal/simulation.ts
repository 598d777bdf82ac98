import { createSign, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { SimulatedPayment, SimulatedRefund } from '../kit/books.ts';
import { settlePayment } from '../kit/buyer.ts';
import { type CertifiedKey, makeCertificate } from '../kit/certificates.ts';
import { json, jsonObject, type Reply, type SimulatedRequest, text } from '../kit/exchange.ts';
import { damaged, webhookUrlOf } from '../kit/notifier.ts';
import { payUrl } from '../kit/pay-route.ts';
import { refundPayment } from '../kit/refund-payment.ts';
import type { Desk, News, SimulatedMerchant, Simulation } from '../kit/simulation.ts';
import { takeOrder } from '../kit/take-order.ts';

interface Keys {
  readonly clientSecret: string;
  readonly accessToken: string;
  readonly webhookId: string;
  readonly merchantId: string;
}
interface Platform {
  readonly authority: string;
  readonly signer: CertifiedKey;
}
type PaypalDesk = Desk<Keys, Platform>;
type Merchant = SimulatedMerchant<Keys>;

const CERTIFICATE = '/v1/notifications/certs/CERT-simulated';
const id = (bytes = 8): string => randomBytes(bytes).toString('hex').toUpperCase();

const problem = (status: number, name: string, issue?: string, more: object = {}): Reply =>
  json(
    {
      name,
      message: name.toLowerCase().replaceAll('_', ' '),
      ...(issue
        ? { details: [{ issue, description: issue.toLowerCase().replaceAll('_', ' ') }] }
        : {}),
      ...more,
    },
    status,
  );

/** Orders v2 with capture, refunds and signed webhooks; its own authority vouches for the certificate. */
export const paypal: Simulation<Keys, Platform> = {
  provider: 'paypal',
  makePlatform: async () => {
    const authority = await makeCertificate({
      subject: 'CN=Simulated Authority',
      isAuthority: true,
    });
    const subject = 'CN=messageverificationcerts.paypal.com';
    return {
      authority: authority.certificate,
      signer: await makeCertificate({ subject }, authority),
    };
  },
  makeMerchant: (index) => ({
    id: `client-${index}-${id()}`,
    keys: {
      clientSecret: id(16),
      accessToken: id(24),
      webhookId: id(8),
      merchantId: `M${id(6)}`,
    },
  }),
  channels: ({ id: clientId, keys }, { authority }, baseUrl) => [
    {
      provider: 'paypal',
      label: 'PayPal',
      currency: 'USD',
      config: {
        clientId,
        merchantId: keys.merchantId,
        apiUrl: baseUrl,
        certificateAuthority: authority.trim(),
      },
      credentials: { clientSecret: keys.clientSecret, webhookId: keys.webhookId },
    },
  ],
  retrySeconds: [30, 120, 600, 3_600],
  isAcknowledged: ({ status }) => status >= 200 && status < 300,
  merchantOf: (desk, request) => merchantOf(desk, request)?.id,

  answer: (desk, request) => {
    if (request.path === CERTIFICATE) return text(desk.platform.signer.certificate);
    if (request.path === '/v1/oauth2/token') return token(desk, request);
    const merchant = merchantOf(desk, request);
    if (!merchant) return problem(401, 'AUTHENTICATION_FAILURE');
    const orders = /^\/v2\/checkout\/orders(?:\/([^/]+))?(?:\/(capture))?$/.exec(request.path);
    if (orders) return answerOrders(desk, merchant, request, { id: orders[1], action: orders[2] });
    const refund = /^\/v2\/payments\/captures\/([^/]+)\/refund$/.exec(request.path);
    if (refund) return createRefund(desk, merchant, request, refund[1] ?? '');
    const known = /^\/v2\/payments\/refunds\/([^/]+)$/.exec(request.path);
    return known ? readRefund(desk, merchant, known[1] ?? '') : undefined;
  },

  compose: (desk, news) => {
    const merchant = desk.merchants.get(news.payment.merchant);
    const event = merchant && eventOf(merchant, news);
    if (!merchant || !event) return undefined;
    const body = JSON.stringify({
      id: `WH-${id(10)}`,
      event_version: '1.0',
      create_time: new Date().toISOString(),
      ...event,
    });
    const [transmission, time] = [id(16), new Date().toISOString()];
    const signature = createSign('sha256')
      .update(`${transmission}|${time}|${merchant.keys.webhookId}|${crc32(body)}`)
      .sign(desk.platform.signer.privateKey, 'base64');
    return {
      method: 'POST',
      url: webhookUrlOf(merchant, news.payment),
      headers: {
        'content-type': 'application/json',
        'paypal-transmission-id': transmission,
        'paypal-transmission-time': time,
        'paypal-transmission-sig': news.isDamaged ? damaged(signature) : signature,
        'paypal-cert-url': `${desk.baseUrl()}${CERTIFICATE}`,
        'paypal-auth-algo': 'SHA256withRSA',
      },
      body,
    };
  },

  buyerPays: (desk, payment) => {
    payment.state = 'approved';
    desk.books.save(payment);
    desk.notify(payment, 'payment');
  },

  returnTo: (_desk, { returnUrl, reference }) =>
    `${returnUrl}${returnUrl.includes('?') ? '&' : '?'}token=${reference}&PayerID=SIMULATED`,
};

const merchantOf = (desk: PaypalDesk, { headers }: SimulatedRequest): Merchant | undefined =>
  [...desk.merchants.values()].find(
    ({ keys }) => headers.authorization === `Bearer ${keys.accessToken}`,
  );

const token = (desk: PaypalDesk, { headers }: SimulatedRequest): Reply => {
  const [client = '', secret] = Buffer.from((headers.authorization ?? '').slice(6), 'base64')
    .toString()
    .split(':');
  const keys = desk.merchants.get(decodeURIComponent(client))?.keys;
  return keys?.clientSecret === secret && keys
    ? json({ access_token: keys.accessToken, token_type: 'Bearer', expires_in: 32_400 })
    : json({ error: 'invalid_client' }, 401);
};

interface OrderBody {
  readonly purchase_units?: readonly {
    readonly custom_id?: string;
    readonly description?: string;
    readonly amount?: { readonly currency_code?: string; readonly value?: string };
  }[];
  readonly payment_source?: {
    readonly paypal?: { readonly experience_context?: { readonly return_url?: string } };
  };
}

const answerOrders = (
  desk: PaypalDesk,
  merchant: Merchant,
  request: SimulatedRequest,
  { id: reference, action }: { id: string | undefined; action: string | undefined },
): Reply => {
  if (reference === undefined) return createOrder(desk, merchant, request);
  const payment = desk.books.byReference(decodeURIComponent(reference));
  if (!payment || payment.merchant !== merchant.id) return problem(404, 'RESOURCE_NOT_FOUND');
  if (action === undefined) return json(orderObject(desk, merchant, payment));
  return capture(desk, merchant, payment);
};

const createOrder = (desk: PaypalDesk, merchant: Merchant, request: SimulatedRequest): Reply => {
  const body = (jsonObject(request) ?? {}) as OrderBody;
  const unit = body.purchase_units?.[0];
  const { currency_code: currency = '', value = '' } = unit?.amount ?? {};
  const taken = takeOrder(paypal, desk, merchant, {
    merchant: merchant.id,
    number: unit?.custom_id ?? '',
    reference: id(9),
    method: 'paypal',
    currency,
    minor: Math.round(Number(value) * (currency === 'JPY' ? 1 : 100)),
    subject: unit?.description ?? '',
    notifyUrl: '',
    returnUrl: body.payment_source?.paypal?.experience_context?.return_url ?? '',
    extra: { capture: id(9) },
  });
  if (taken.kind === 'broken') return taken.reply;
  if (taken.kind === 'maintenance') return problem(503, 'SERVICE_UNAVAILABLE');
  if (taken.kind === 'refused') return problem(422, 'UNPROCESSABLE_ENTITY', taken.word);
  return taken.fault ?? json(orderObject(desk, merchant, taken.payment), taken.again ? 200 : 201);
};

const capture = (desk: PaypalDesk, merchant: Merchant, payment: SimulatedPayment): Reply => {
  if (payment.state === 'paid')
    return problem(422, 'UNPROCESSABLE_ENTITY', 'ORDER_ALREADY_CAPTURED');
  if (payment.state !== 'approved')
    return problem(422, 'UNPROCESSABLE_ENTITY', 'ORDER_NOT_APPROVED');
  if (merchant.behaviour.habits.declineCapture === true)
    return problem(422, 'UNPROCESSABLE_ENTITY', 'INSTRUMENT_DECLINED', {
      links: [{ rel: 'redirect', href: payUrl(desk, payment) }],
    });
  settlePayment(desk, payment);
  return json(orderObject(desk, merchant, payment), 201);
};

const spelt = (minor: number, currency: string): string =>
  currency === 'JPY' ? String(minor) : (minor / 100).toFixed(2);

const amountObject = (minor: number, currency: string) => ({
  currency_code: currency,
  value: spelt(minor, currency),
});

const STATES: Readonly<Record<SimulatedPayment['state'], string>> = {
  unpaid: 'PAYER_ACTION_REQUIRED',
  approved: 'APPROVED',
  declined: 'PAYER_ACTION_REQUIRED',
  paid: 'COMPLETED',
  closed: 'VOIDED',
};

const captureObject = (payment: SimulatedPayment, minor = payment.paidMinor) => ({
  id: payment.extra.capture,
  status: 'COMPLETED',
  amount: amountObject(minor, payment.currency),
  custom_id: payment.number,
  invoice_id: payment.number,
  supplementary_data: { related_ids: { order_id: payment.reference } },
});

const orderObject = (desk: PaypalDesk, { keys }: Merchant, payment: SimulatedPayment) => ({
  id: payment.reference,
  status: STATES[payment.state],
  intent: 'CAPTURE',
  purchase_units: [
    {
      reference_id: payment.number,
      custom_id: payment.number,
      amount: amountObject(payment.minor, payment.currency),
      payee: { merchant_id: keys.merchantId },
      ...(payment.state === 'paid' ? { payments: { captures: [captureObject(payment)] } } : {}),
    },
  ],
  links: [{ rel: 'payer-action', href: payUrl(desk, payment), method: 'GET' }],
});

const createRefund = (
  desk: PaypalDesk,
  merchant: Merchant,
  request: SimulatedRequest,
  captureId: string,
): Reply => {
  const payment = desk.books
    .payments(merchant.id)
    .find(({ extra, state }) => extra.capture === captureId && state === 'paid');
  if (!payment) return problem(404, 'RESOURCE_NOT_FOUND');
  const body = (jsonObject(request) ?? {}) as {
    invoice_id?: string;
    amount?: { value?: string };
  };
  const result = refundPayment(desk, merchant, payment, {
    number: body.invoice_id ?? id(8),
    minor: Math.round(Number(body.amount?.value) * (payment.currency === 'JPY' ? 1 : 100)),
  });
  switch (result.kind) {
    case 'refunded':
      return json(refundObject(payment, result.refund), result.again ? 200 : 201);
    case 'too_much':
      return problem(422, 'UNPROCESSABLE_ENTITY', 'REFUND_AMOUNT_EXCEEDED');
    case 'refused':
      return problem(422, 'UNPROCESSABLE_ENTITY', result.word);
    default:
      return problem(422, 'UNPROCESSABLE_ENTITY', 'DUPLICATE_INVOICE_ID');
  }
};

const readRefund = (desk: PaypalDesk, merchant: Merchant, reference: string): Reply => {
  for (const payment of desk.books.payments(merchant.id)) {
    const refund = payment.refunds.find((one) => one.reference === reference);
    if (refund) return json(refundObject(payment, refund));
  }
  return problem(404, 'RESOURCE_NOT_FOUND');
};

const refundObject = (
  payment: SimulatedPayment,
  refund: SimulatedRefund,
  minor = refund.minor,
) => ({
  id: refund.reference,
  status: { done: 'COMPLETED', pending: 'PENDING', failed: 'FAILED' }[refund.state],
  amount: amountObject(minor, payment.currency),
  invoice_id: refund.number,
  custom_id: payment.number,
});

const eventOf = (merchant: Merchant, { about, payment, refund, minor }: News) => {
  if (about === 'refund' && refund)
    return {
      event_type: 'PAYMENT.CAPTURE.REFUNDED',
      resource_type: 'refund',
      resource: refundObject(payment, refund, minor),
    };
  if (about === 'dispute')
    return {
      event_type: 'CUSTOMER.DISPUTE.CREATED',
      resource_type: 'dispute',
      resource: {
        dispute_id: `PP-D-${payment.reference.slice(-6)}`,
        status: 'OPEN',
        reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
        dispute_amount: amountObject(payment.paidMinor, payment.currency),
        disputed_transactions: [{ custom: payment.number, invoice_number: payment.number }],
      },
    };
  if (payment.state === 'paid')
    return {
      event_type: 'PAYMENT.CAPTURE.COMPLETED',
      resource_type: 'capture',
      resource: {
        ...captureObject(payment, minor),
        payee: { merchant_id: merchant.keys.merchantId },
      },
    };
  return payment.state === 'approved'
    ? {
        event_type: 'CHECKOUT.ORDER.APPROVED',
        resource_type: 'checkout-order',
        resource: {
          id: payment.reference,
          status: 'APPROVED',
          purchase_units: [
            {
              reference_id: payment.number,
              custom_id: payment.number,
              amount: amountObject(payment.minor, payment.currency),
              payee: { merchant_id: merchant.keys.merchantId },
            },
          ],
        },
      }
    : undefined;
};
