import { createHash, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type { SimulatedPayment } from '../kit/books.ts';
import { decline, settlePayment } from '../kit/buyer.ts';
import { json, jsonObject, type Reply, type SimulatedRequest } from '../kit/exchange.ts';
import { refundPayment } from '../kit/refund-payment.ts';
import type { Desk, SimulatedMerchant, Simulation } from '../kit/simulation.ts';
import { takeOrder } from '../kit/take-order.ts';
import { callbackOf, type Session, sessionOf } from './callback.ts';
import { isSignedBy } from './request-token.ts';

interface Keys {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly notificationKey: string;
}
type FortumoDesk = Desk<Keys, null>;
type Merchant = SimulatedMerchant<Keys>;

/** The sandbox's PIN for everything that goes well. */
const PIN = '1234';
const MAX_TRIES = 3;
/** Callbacks follow their request by some milliseconds. */
const CALLBACK_MILLIS = 20;

const QUEUED: Reply = { status: 200, headers: {}, body: '' };
const error = (status: number, message: string): Reply => json({ error: { message } }, status);

/**
 * The Payments API with its sandbox's conventions: the PIN 1234 is right; 0xxx is right too, and its charge fails with
 * `ERR_xxx`; a number that ends in 777xxx gets no PIN. The PIN of a session is in `extra.code` once it was sent.
 */
export const fortumo: Simulation<Keys, null> = {
  provider: 'fortumo',
  makePlatform: () => null,
  makeMerchant: (index) => ({
    id: createHash('md5').update(`shop ${index}`).digest('hex'),
    keys: {
      ...generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      }),
      notificationKey: randomBytes(24).toString('hex'),
    },
  }),
  channels: ({ id, keys }, _platform, baseUrl) => [
    {
      provider: 'fortumo',
      label: 'Phone bill by Fortumo',
      currency: 'EUR',
      config: {
        merchantId: id,
        channelCode: 'sandbox-ee',
        country: 'EE',
        currency: 'EUR',
        apiUrl: baseUrl,
      },
      credentials: { privateKey: keys.privateKey, notificationKey: keys.notificationKey },
    },
  ],
  retrySeconds: [10, 60, 300, 1_800],
  isAcknowledged: ({ status }) => status === 200,
  merchantOf: (desk, request) => merchantOf(desk, request)?.id,

  answer: (desk, request) => {
    const merchant = merchantOf(desk, request);
    if (!merchant) return error(401, 'the token is not good');
    const [, resource = '', id = '', action = ''] = request.path.split('/');
    if (request.method === 'GET' && resource === 'capabilities') return capabilities();
    const body = jsonObject(request) as Body | undefined;
    if (!body || body.merchant !== merchant.id) return error(400, 'the merchant is missing');
    switch (`${request.method} ${resource} ${action}`) {
      case 'POST authorisations ':
        return authorise(desk, merchant, body);
      case 'PUT authorisations ':
        return enterPin(desk, bySession(desk, merchant, id), body);
      case 'POST authorisations invalidate':
        return invalidate(desk, bySession(desk, merchant, id));
      case 'POST payments ':
        return charge(desk, merchant, body);
      case 'POST refunds ':
        return refund(desk, merchant, body);
      default:
        return undefined;
    }
  },

  compose: (_desk, news) => callbackOf(news),
};

interface Body {
  readonly merchant?: string;
  readonly operation_reference?: string;
  readonly callback?: string;
  readonly item_description?: string;
  readonly price?: { readonly amount?: number; readonly currency?: string };
  readonly amount?: { readonly value?: number; readonly currency?: string };
  readonly flow?: {
    readonly pin?: {
      readonly channel_code?: string;
      readonly msisdn?: string;
      readonly code?: string;
    };
  };
  readonly charging_token?: string;
  readonly payment_operation_reference?: string;
}

const merchantOf = (desk: FortumoDesk, request: SimulatedRequest): Merchant | undefined =>
  [...desk.merchants.values()].find(({ keys }) => isSignedBy(keys.publicKey, request));

const capabilities = (): Reply =>
  json([
    {
      country: 'EE',
      payment_methods: [
        {
          name: 'CARRIER_BILLING',
          channel: [{ code: 'sandbox-ee', name: 'Sandbox', transaction_ranges: [] }],
        },
      ],
    },
  ]);

const bySession = (
  desk: FortumoDesk,
  merchant: Merchant,
  token: string,
): SimulatedPayment | undefined =>
  desk.books.payments(merchant.id).find((payment) => sessionOf(payment).token === token);

const tell = (desk: FortumoDesk, payment: SimulatedPayment): void => {
  desk.books.save(payment);
  desk.later(CALLBACK_MILLIS, () => desk.notify(payment, 'payment'));
};

const minorOf = (amount: number | undefined): number => Math.round((amount ?? 0) * 100);

const authorise = (desk: FortumoDesk, merchant: Merchant, body: Body): Reply => {
  const { msisdn = '', channel_code = '' } = body.flow?.pin ?? {};
  if (!/^[1-9]\d{4,14}$/.test(msisdn) || channel_code === '' || !body.price?.currency)
    return error(400, 'the flow or the price is missing');
  const session: Session = {
    token: `${randomUUID()}:${randomBytes(4).toString('hex')}`,
    phone: msisdn,
    consent: 'new',
    tries: 0,
    isAsked: false,
  };
  const taken = takeOrder(fortumo, desk, merchant, {
    merchant: merchant.id,
    number: body.operation_reference ?? '',
    reference: randomBytes(16).toString('hex'),
    method: channel_code,
    currency: body.price.currency,
    minor: minorOf(body.price.amount),
    subject: body.item_description ?? '',
    notifyUrl: body.callback ?? '',
    returnUrl: '',
    extra: { ...session },
  });
  if (taken.kind === 'broken') return taken.reply;
  if (taken.kind === 'maintenance') return error(503, 'maintenance');
  if (taken.kind === 'refused') return error(400, taken.word);
  if (!taken.again) sendPin(desk, taken.payment);
  return taken.fault ?? QUEUED;
};

/** Told of first, then sent. */
const sendPin = (desk: FortumoDesk, payment: SimulatedPayment): void => {
  tell(desk, payment);
  desk.later(CALLBACK_MILLIS * 2, () => {
    const session = sessionOf(payment);
    if (session.consent !== 'new') return;
    const failure = /777(\d{3})$/.exec(session.phone)?.[1];
    Object.assign(
      session,
      failure ? { consent: 'failed', error: `ERR_${failure}` } : { consent: 'pending', code: PIN },
    );
    tell(desk, payment);
  });
};

const enterPin = (desk: FortumoDesk, payment: SimulatedPayment | undefined, body: Body): Reply => {
  if (!payment) return error(404, 'no such session');
  const session = sessionOf(payment);
  const code = body.flow?.pin?.code ?? '';
  if (session.consent !== 'pending' || code === '') return error(400, 'no PIN is awaited');
  session.tries += 1;
  const failure = /^0(\d{3})$/.exec(code)?.[1];
  if (code === PIN || failure) {
    session.consent = 'verified';
    session.error = failure && `ERR_${failure}`;
  } else {
    session.error = `ERR_${/^8(\d{3})$/.exec(code)?.[1] ?? '601'}`;
    if (session.tries >= MAX_TRIES) session.consent = 'failed';
  }
  tell(desk, payment);
  return QUEUED;
};

const invalidate = (desk: FortumoDesk, payment: SimulatedPayment | undefined): Reply => {
  if (!payment) return error(404, 'no such session');
  const session = sessionOf(payment);
  if (session.isAsked || session.consent === 'invalidated')
    return error(400, 'the charging token is used up');
  session.consent = 'invalidated';
  payment.state = 'closed';
  tell(desk, payment);
  return QUEUED;
};

/** A reference that comes again is charged again: the documents do not say that it is refused. */
const charge = (desk: FortumoDesk, merchant: Merchant, body: Body): Reply => {
  const payment = bySession(desk, merchant, body.charging_token ?? '');
  if (!payment || payment.number !== body.operation_reference)
    return error(400, 'no such session for this reference');
  const session = sessionOf(payment);
  if (session.consent !== 'verified' || minorOf(body.amount?.value) !== payment.minor)
    return error(400, 'the consumer has not agreed to this');
  session.isAsked = true;
  payment.extra.charges = Number(payment.extra.charges ?? 0) + 1;
  tell(desk, payment);
  desk.later(CALLBACK_MILLIS * 2, () => {
    if (session.error) decline(desk, payment);
    else settlePayment(desk, payment);
  });
  return merchant.behaviour.habits.chargesNeverAnswer ? 'never' : QUEUED;
};

const refund = (desk: FortumoDesk, merchant: Merchant, body: Body): Reply => {
  const payment = desk.books.byNumber(merchant.id, body.payment_operation_reference ?? '');
  const number = body.operation_reference ?? '';
  if (!payment || number === '') return error(400, 'no such payment');
  payment.extra[`callback of ${number}`] = body.callback ?? '';
  const minor = body.amount ? minorOf(body.amount.value) : payment.paidMinor;
  const result = refundPayment(desk, merchant, payment, { number, minor });
  return result.kind === 'refunded' ? QUEUED : error(400, result.kind);
};
