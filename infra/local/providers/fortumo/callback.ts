import type { SimulatedPayment } from '../kit/books.ts';
import { damaged } from '../kit/notifier.ts';
import type { News, OutgoingMessage } from '../kit/simulation.ts';

/** What Fortumo knows of a payment beside its amount. */
export interface Session {
  /** The charging token. */
  readonly token: string;
  readonly phone: string;
  consent: 'new' | 'pending' | 'verified' | 'failed' | 'invalidated';
  tries: number;
  /** The merchant asked for the charge. */
  isAsked: boolean;
  /** `ERR_…` of what went wrong last. */
  error?: string;
  /** The code that stands in the SMS; absent: not sent yet. */
  code?: string;
}

/** The part of the books that is this provider's own. */
export const sessionOf = ({ extra }: SimulatedPayment): Session => extra as unknown as Session;

/** How far a payment is, by the callback that tells it. */
export const callbackOf = (news: News): OutgoingMessage => {
  const { payment, refund, isDamaged } = news;
  const address = refund
    ? String(payment.extra[`callback of ${refund.number}`])
    : payment.notifyUrl;
  return {
    method: 'POST',
    url: isDamaged ? withDamagedToken(address) : address,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...(refund ? refundIn(news) : isOfTheCharge(payment) ? chargeIn(news) : consentIn(payment)),
      merchant: news.merchantId,
      operation_reference: refund?.number ?? payment.number,
      consumer_identity: 'cf5da068-6839-3ea1-bcd0-573b84ce2eb2',
      channel: { code: payment.method, country: 'EE' },
      error: errorIn(payment),
      timestamp: new Date().toISOString(),
    }),
  };
};

const withDamagedToken = (address: string): string => {
  const url = new URL(address);
  url.searchParams.set('token', damaged(url.searchParams.get('token') ?? ''));
  return url.href;
};

const isOfTheCharge = (payment: SimulatedPayment): boolean =>
  payment.state === 'paid' || sessionOf(payment).isAsked;

const priceOf = (minor: number): number => Number((minor / 100).toFixed(2));

const chargeIn = ({ payment, minor }: News) => ({
  transaction_id: payment.reference,
  transaction_state:
    { paid: 'charged', declined: 'failed' }[payment.state as string] ?? 'pending_charge',
  price: { amount: priceOf(minor || payment.minor), currency: payment.currency },
});

const consentIn = (payment: SimulatedPayment) => ({
  charging_token: sessionOf(payment).token,
  authorisation_state: payment.state === 'declined' ? 'failed' : sessionOf(payment).consent,
  metadata: {},
});

const refundIn = ({ payment, refund, minor }: News) => ({
  transaction_id: payment.reference,
  refund_status: { done: 'refunded', pending: 'pending', failed: 'failed' }[
    refund?.state ?? 'pending'
  ],
  payment_amount: { value: priceOf(payment.paidMinor), currency: payment.currency },
  refund_amount: { value: priceOf(minor), currency: payment.currency },
});

const errorIn = (payment: SimulatedPayment): object => {
  const { error } = sessionOf(payment);
  return error ? { code: error, message: 'simulated' } : {};
};
