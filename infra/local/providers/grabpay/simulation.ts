import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { SimulatedPayment, SimulatedRefund } from '../kit/books.ts';
import { settlePayment } from '../kit/buyer.ts';
import { json, jsonObject, type Reply, redirect, type SimulatedRequest } from '../kit/exchange.ts';
import { damaged, webhookUrlOf } from '../kit/notifier.ts';
import { payUrl } from '../kit/pay-route.ts';
import { refundPayment } from '../kit/refund-payment.ts';
import type { Desk, SimulatedMerchant, Simulation } from '../kit/simulation.ts';
import { takeOrder } from '../kit/take-order.ts';

interface Keys {
  readonly merchantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly partnerSecret: string;
}
type GrabDesk = Desk<Keys, null>;
type Merchant = SimulatedMerchant<Keys>;

const PARTNER = '/grabpay/partner/v2/';
const token = (): string => randomBytes(18).toString('base64url');
const problem = (status: number, reason: string): Reply => json({ reason }, status);

/** Signed as partners and Grab sign their calls; apart from the channel's code on purpose. */
const hmacOf = (
  lines: { method: string; contentType: string; date: string; path: string },
  body: string | Buffer,
  secret: string,
): string => {
  const digest =
    lines.method === 'GET' || body.length === 0
      ? ''
      : createHash('sha256').update(body).digest('base64');
  const text = `${[lines.method, lines.contentType, lines.date, lines.path, digest].join('\n')}\n`;
  return createHmac('sha256', secret).update(text).digest('base64');
};

/** GrabPay Singapore: the buyer agrees on its page; the merchant completes the charge with their token. */
export const grabpay: Simulation<Keys, null> = {
  provider: 'grabpay',
  makePlatform: () => null,
  makeMerchant: (index) => ({
    id: `partner-${index}`,
    keys: {
      merchantId: `merchant-${index}`,
      clientId: `client-${index}`,
      clientSecret: token(),
      partnerSecret: token(),
    },
  }),
  channels: ({ id, keys }, _platform, baseUrl) => [
    {
      provider: 'grabpay',
      label: 'GrabPay',
      currency: 'SGD',
      config: {
        country: 'SG',
        partnerId: id,
        merchantId: keys.merchantId,
        clientId: keys.clientId,
        apiUrl: baseUrl,
      },
      credentials: { partnerSecret: keys.partnerSecret, clientSecret: keys.clientSecret },
    },
  ],
  retrySeconds: [60, 300, 1_800],
  isAcknowledged: ({ status }) => status >= 200 && status < 300,
  merchantOf: (_desk, { headers }) => (headers.authorization ?? '').split(':')[0],

  answer: (desk, request) => {
    if (request.path === '/grabid/v1/oauth2/authorize') return authorize(desk, request);
    if (request.path === '/grabid/v1/oauth2/token') return exchange(desk, request);
    if (!request.path.startsWith(PARTNER)) return undefined;
    const path = request.path.slice(PARTNER.length);
    return request.headers.authorization?.startsWith('Bearer ')
      ? asBuyer(desk, request, path)
      : asPartner(desk, request, path);
  },

  compose: (desk, { about, payment, refund, merchantId, isDamaged }) => {
    const merchant = desk.merchants.get(payment.merchant);
    if (!merchant || about === 'dispute') return undefined;
    const url = webhookUrlOf(merchant, payment);
    const body = JSON.stringify(
      about === 'refund' && refund
        ? { partnerTxID: refund.number, ...refundObject(refund), txType: 'Refund' }
        : { partnerTxID: payment.number, ...chargeObject(payment), txType: 'P2M' },
    );
    const date = new Date().toUTCString();
    const path = URL.parse(url)?.pathname ?? '/';
    const lines = { method: 'POST', contentType: 'application/json', date, path };
    const hmac = hmacOf(lines, body, merchant.keys.partnerSecret);
    return {
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        date,
        authorization: `${merchantId}:${isDamaged ? damaged(hmac) : hmac}`,
      },
      body,
    };
  },

  buyerPays: (desk, payment) => {
    payment.state = 'approved';
    payment.extra.code = token();
    desk.books.save(payment);
  },

  returnTo: (_desk, { returnUrl, state, extra }) => {
    const url = new URL(returnUrl || 'http://127.0.0.1/');
    url.searchParams.set('state', String(extra.state ?? ''));
    if (state === 'approved') url.searchParams.set('code', String(extra.code));
    else url.searchParams.set('error', 'access_denied');
    return url.href;
  },
};

const chargeObject = ({ reference, state }: SimulatedPayment) => ({
  txID: reference,
  status: state,
  txStatus: {
    unpaid: 'init',
    approved: 'authorised',
    paid: 'success',
    declined: 'cancelled',
    closed: 'cancelled',
  }[state],
  reason: '',
});

const refundObject = ({ reference, state }: SimulatedRefund) => ({
  txID: reference,
  txStatus: { done: 'success', pending: 'processing', failed: 'failed' }[state],
  reason: '',
});

const asPartner = (desk: GrabDesk, request: SimulatedRequest, path: string): Reply => {
  const { headers, method, body } = request;
  const [id = '', hmac] = (headers.authorization ?? '').split(':');
  const merchant = desk.merchants.get(id);
  const lines = {
    method,
    contentType: headers['content-type'] ?? '',
    date: headers.date ?? '',
    path: `${request.path}${request.search ? `?${request.search}` : ''}`,
  };
  if (!merchant || hmac !== hmacOf(lines, body, merchant.keys.partnerSecret))
    return problem(401, 'unauthorised');
  if (path === 'charge/init') return init(desk, merchant, request);
  const number = /^one-time-charge\/([^/]+)\/status$/.exec(path)?.[1];
  const payment = number && desk.books.byNumber(merchant.id, number);
  if (!payment) return problem(404, 'transaction not found');
  return json({
    ...chargeObject(payment),
    ...(payment.state === 'approved' ? { oAuthCode: payment.extra.code } : {}),
  });
};

const init = (desk: GrabDesk, merchant: Merchant, request: SimulatedRequest): Reply => {
  const body = jsonObject(request) ?? {};
  if (body.merchantID !== merchant.keys.merchantId) return problem(403, 'unknown merchant');
  const taken = takeOrder(grabpay, desk, merchant, {
    merchant: merchant.id,
    number: String(body.partnerTxID),
    method: 'grabpay',
    currency: String(body.currency),
    minor: Number(body.amount),
    subject: String(body.description ?? ''),
    notifyUrl: '',
    returnUrl: '',
    extra: { request: token() },
  });
  if (taken.kind === 'broken') return taken.reply;
  if (taken.kind === 'maintenance') return problem(503, 'service unavailable');
  if (taken.kind === 'refused') return problem(400, taken.word);
  if (taken.again) return problem(409, 'transaction_already_exist');
  return (
    taken.fault ?? json({ partnerTxID: taken.payment.number, request: taken.payment.extra.request })
  );
};

/** The consent page: it learns here where the buyer goes back to. */
const authorize = (desk: GrabDesk, { query }: SimulatedRequest): Reply => {
  const payment = desk.books.payments().find(({ extra }) => extra.request === query.request);
  if (!payment) return problem(404, 'unknown request');
  payment.extra.challenge = query.code_challenge;
  payment.extra.state = query.state;
  const known = payment as { returnUrl: string };
  known.returnUrl = query.redirect_uri ?? '';
  desk.books.save(payment);
  return redirect(payUrl(desk, payment));
};

const exchange = (desk: GrabDesk, request: SimulatedRequest): Reply => {
  const body = jsonObject(request) ?? {};
  const payment = desk.books.payments().find(({ extra }) => extra.code === body.code);
  const keys = payment && desk.merchants.get(payment.merchant)?.keys;
  const challenge = createHash('sha256').update(String(body.code_verifier)).digest('base64url');
  const isRight =
    keys &&
    body.client_id === keys.clientId &&
    body.client_secret === keys.clientSecret &&
    payment.extra.challenge === challenge &&
    payment.extra.isCodeUsed !== true;
  if (!payment || !isRight) return json({ error: 'invalid_grant' }, 400);
  payment.extra.isCodeUsed = true;
  payment.extra.token = token();
  desk.books.save(payment);
  return json({ access_token: payment.extra.token, token_type: 'Bearer', expires_in: 3600 });
};

const asBuyer = (desk: GrabDesk, request: SimulatedRequest, path: string): Reply => {
  const bearer = (request.headers.authorization ?? '').slice('Bearer '.length);
  const payment = desk.books.payments().find(({ extra }) => extra.token === bearer);
  const merchant = payment && desk.merchants.get(payment.merchant);
  if (!payment || !merchant || !hasProof(request, bearer, merchant.keys.clientSecret))
    return problem(401, 'unauthorised');
  if (path === 'charge/complete') {
    settlePayment(desk, payment);
    return json(chargeObject(payment));
  }
  if (path === 'refund') return refund(desk, merchant, payment, jsonObject(request) ?? {});
  const asked = /^(charge|refund)\/([^/]+)\/status$/.exec(path);
  if (asked?.[1] === 'charge' && asked[2] === payment.number) return json(chargeObject(payment));
  const known = payment.refunds.find(({ number }) => number === asked?.[2]);
  return known ? json(refundObject(known)) : problem(404, 'transaction not found');
};

const hasProof = ({ headers }: SimulatedRequest, bearer: string, secret: string): boolean => {
  const proof = Buffer.from(headers['x-gid-aux-pop'] ?? '', 'base64url').toString();
  const { sig, time_since_epoch: seconds } = JSON.parse(proof || '{}') as {
    sig?: string;
    time_since_epoch?: number;
  };
  const expected = createHmac('sha256', secret).update(`${seconds}${bearer}`).digest('base64url');
  return sig === expected && Math.abs(Date.now() / 1000 - (seconds ?? 0)) < 300;
};

const refund = (
  desk: GrabDesk,
  merchant: Merchant,
  payment: SimulatedPayment,
  body: Readonly<Record<string, unknown>>,
): Reply => {
  const number = String(body.partnerTxID);
  if (payment.refunds.some((one) => one.number === number))
    return problem(409, 'transaction_already_exist');
  const result = refundPayment(desk, merchant, payment, { number, minor: Number(body.amount) });
  if (result.kind === 'refunded') return json(refundObject(result.refund));
  return problem(400, result.kind === 'refused' ? result.word : 'invalid amount');
};
