import { MAX_CALLBACK_BYTES } from '../../contract/environment.ts';
import type { RejectionReason, VerifiedNotification } from '../../domain/callbacks/notification.ts';
import {
  attemptIdFromProviderOrderNumber,
  refundIdFromProviderRefundNumber,
} from '../../domain/identity/ids.ts';
import type { NotificationOutcome, RawCallback } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { formFields } from '../wire/form-fields.ts';
import { readAmount } from './amount.ts';
import { isAboutUs } from './client.ts';
import type { UnionpayContext } from './config.ts';
import { orderNumberOfOpening, refundNumberOfVoid } from './order-numbers.ts';
import { transactionStatus } from './status.ts';
import { verifyMessage } from './verify.ts';

/**
 * A transaction's result, as a signed form (`backUrl`). UnionPay reports successes only; whatever else arrives is a reason to
 * ask. Its age is not judged: repeats come later, and what is applied twice changes nothing.
 */
export const notification = async (
  context: UnionpayContext,
  { httpMethod, query, body }: RawCallback,
): Promise<NotificationOutcome> => {
  if (query.length + body.length > MAX_CALLBACK_BYTES)
    return rejected('too_large', `more than ${MAX_CALLBACK_BYTES} bytes`);
  if (httpMethod.toUpperCase() !== 'POST') return rejected('malformed', 'not a form by POST');
  const read = formFields(Buffer.from(body).toString('latin1'));
  if (read.kind === 'malformed') return rejected('malformed', read.detail);
  const { fields } = read;
  const verdict = verifyMessage(context, fields);
  if (verdict.kind === 'doubtful') return rejected(verdict.reason, verdict.detail);
  if (fields.get('merId') === undefined || !isAboutUs(context, fields))
    return rejected('wrong_account', 'signed for another merchant number');
  if (!/^[0-9A-Za-z]{8,40}$/.test(fields.get('orderId') ?? ''))
    return rejected('malformed', 'no usable "orderId"');
  return { kind: 'verified', notification: meaningOf(fields) };
};

const rejected = (reason: RejectionReason, detail: string): NotificationOutcome => ({
  kind: 'rejected',
  reason,
  detail,
});

const meaningOf = (fields: Fields): VerifiedNotification => {
  const orderId = textField(fields, 'orderId', 40);
  const word = textField(fields, 'respCode', 64);
  const txnType = textField(fields, 'txnType', 20);
  switch (txnType) {
    case '01':
      return paymentMessage(fields, orderId, word);
    case '79':
      return openingMessage(orderNumberOfOpening(orderId), word);
    case '04':
      return refundMessage(fields, orderId, word);
    case '31':
      return refundMessage(fields, refundNumberOfVoid(orderId), word);
    default:
      return { kind: 'other', providerStatus: `${txnType} ${word}`.trim() };
  }
};

const referenceIn = (fields: Fields): { providerReference?: string } => {
  const providerReference = textField(fields, 'queryId', 64);
  return providerReference ? { providerReference } : {};
};

const attemptOf = (orderNumber: string) => {
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  return { ...(attemptId ? { attemptId } : {}), providerOrderNumber: orderNumber };
};

const paymentMessage = (
  fields: Fields,
  orderNumber: string,
  word: string,
): VerifiedNotification => {
  const status = transactionStatus(word);
  const amount = readAmount(fields);
  return {
    kind: 'payment',
    ...attemptOf(orderNumber),
    ...referenceIn(fields),
    status,
    providerStatus: word,
    ...(amount ? { amount } : {}),
    // A failure on UnionPay's page is not the end of the payment: the answer to a question decides.
    ...(status === 'succeeded' ? {} : { isHint: true }),
  };
};

/** A card was opened for a payment: nothing is paid, and the token is asked for. */
const openingMessage = (orderNumber: string, word: string): VerifiedNotification => ({
  kind: 'payment',
  ...attemptOf(orderNumber),
  status: transactionStatus(word) === 'unknown' ? 'unknown' : 'pending',
  providerStatus: word,
  isHint: true,
});

const refundMessage = (
  fields: Fields,
  refundNumber: string,
  word: string,
): VerifiedNotification => {
  const status = transactionStatus(word);
  const refundId = refundIdFromProviderRefundNumber(refundNumber);
  const amount = readAmount(fields);
  return {
    kind: 'refund',
    ...(refundId ? { refundId } : {}),
    ...referenceIn(fields),
    status: status === 'closed' ? 'unknown' : status,
    providerStatus: word,
    ...(amount ? { amount } : {}),
  };
};
