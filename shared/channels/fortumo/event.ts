import type { VerifiedNotification } from '../../domain/callbacks/notification.ts';
import {
  attemptIdFromProviderOrderNumber,
  refundIdFromProviderRefundNumber,
} from '../../domain/identity/ids.ts';
import { currencySchema, type Money, parseDecimalAmount } from '../../domain/money/money.ts';
import type { NotificationOutcome } from '../channel.ts';
import { textIn } from '../wire/json-object.ts';
import type { Subject } from './callback-address.ts';
import { isChargingToken, keptText } from './consent.ts';
import { consentOf, isAuthorisationWord, refundStatus, transactionStatus } from './status.ts';

type Verified = Extract<NotificationOutcome, { kind: 'verified' }>;
type Event = Readonly<Record<string, unknown>>;

/** What a callback says, by the state it names; `undefined` when it names none. */
export const readEvent = (subject: Subject, event: Event): Verified | undefined => {
  if (subject.refundNumber !== undefined)
    return { kind: 'verified', notification: refundIn(subject, event) };
  const authorisation = textIn(event, 'authorisation_state', 60);
  if (authorisation !== '') return consentIn(subject, event, authorisation);
  const transaction = textIn(event, 'transaction_state', 60);
  return transaction === ''
    ? undefined
    : { kind: 'verified', notification: chargeIn(subject, event, transaction) };
};

/** The buyer's consent moves no money: it is a hint, with the charging token that the next steps need. */
const consentIn = ({ orderNumber }: Subject, event: Event, word: string): Verified => {
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  const state = consentOf(word);
  const token = textIn(event, 'charging_token');
  return {
    kind: 'verified',
    notification: {
      kind: 'payment',
      ...(attemptId ? { attemptId } : {}),
      providerOrderNumber: orderNumber,
      status: isAuthorisationWord(word) ? 'pending' : 'unknown',
      providerStatus: word,
      isHint: true,
    },
    ...(state && isChargingToken(token) ? { kept: keptText({ state, token }) } : {}),
  };
};

const chargeIn = ({ orderNumber }: Subject, event: Event, word: string): VerifiedNotification => {
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  const providerReference = textIn(event, 'transaction_id');
  const about = {
    ...(attemptId ? { attemptId } : {}),
    providerOrderNumber: orderNumber,
    ...(providerReference ? { providerReference } : {}),
    providerStatus: word,
  };
  const amount = amountIn(event.price, 'amount');
  const money = amount ? { amount } : {};
  // The operator gave the money back, for its own reasons or by the customer's objection.
  if (word === 'refunded') return { kind: 'refund', ...about, ...money, status: 'succeeded' };
  if (word === 'chargeback' && providerReference)
    return { kind: 'dispute', ...about, ...money, providerReference, status: 'open' };
  const status = transactionStatus(word);
  return {
    kind: 'payment',
    ...about,
    ...money,
    status,
    ...(status === 'failed' ? { failureReason: 'declined' as const } : {}),
  };
};

const refundIn = (
  { orderNumber, refundNumber = '' }: Subject,
  event: Event,
): VerifiedNotification => {
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  const refundId = refundIdFromProviderRefundNumber(refundNumber);
  const word = textIn(event, 'refund_status', 60);
  const amount = amountIn(event.refund_amount, 'value');
  return {
    kind: 'refund',
    ...(refundId ? { refundId } : {}),
    ...(attemptId ? { attemptId } : {}),
    providerOrderNumber: orderNumber,
    status: refundStatus(word),
    providerStatus: word || 'no status',
    ...(amount ? { amount } : {}),
  };
};

/** A JSON number (or text) of few decimals, exactly. */
const amountIn = (price: unknown, name: 'amount' | 'value'): Money | undefined => {
  if (typeof price !== 'object' || price === null) return undefined;
  const { [name]: amount, currency } = price as Event;
  const known = currencySchema.safeParse(currency).data;
  if (!known || (typeof amount !== 'number' && typeof amount !== 'string')) return undefined;
  return parseDecimalAmount(String(amount), known);
};
