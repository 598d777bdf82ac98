import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { callAsBuyer, callAsPartner, type GrabReply, partnerPath, textOf } from './client.ts';
import type { GrabpayContext } from './config.ts';
import { failureReason, refusalReason, txStatus } from './status.ts';

const unknown = (detail: string): QueryOutcome => ({ kind: 'unknown', detail });

/**
 * `one-time-charge/{partnerTxID}/status`, which needs no buyer's token and gives back the code of a buyer who agreed and
 * never returned. With a token the charge's own status is asked first.
 */
export const query = async (
  context: GrabpayContext,
  payment: PaymentReference,
): Promise<QueryOutcome> => {
  if (payment.kept) {
    const outcome = await chargeStatus(context, payment, payment.kept);
    if (outcome) return outcome;
  }
  const reply = await oneTimeChargeStatus(context, payment);
  if (reply.kind !== 'done') return refusal(reply);
  const outcome = read(payment, reply.value);
  const isAgreed = outcome.kind === 'found' && outcome.status === 'pending';
  return isAgreed && textOf(reply.value, 'oAuthCode') !== ''
    ? { ...outcome, awaitsApprovedStep: true }
    : outcome;
};

export const oneTimeChargeStatus = (
  context: GrabpayContext,
  { orderNumber, amount }: PaymentReference,
): Promise<GrabReply> =>
  callAsPartner(
    context,
    'GET',
    partnerPath(context, `one-time-charge/${orderNumber}/status?currency=${amount.currency}`),
  );

/** `undefined` when the token is over, or the charge is not known by it: the other question tells more. */
const chargeStatus = async (
  context: GrabpayContext,
  payment: PaymentReference,
  token: string,
): Promise<QueryOutcome | undefined> => {
  const path = partnerPath(
    context,
    `charge/${payment.orderNumber}/status?currency=${payment.amount.currency}`,
  );
  const reply = await callAsBuyer(context, 'GET', path, { token });
  if (reply.kind === 'done') return read(payment, reply.value);
  return reply.kind === 'refused' ? undefined : unknown(reply.detail);
};

/**
 * Replies name neither amount nor order: they are to a question about our number, which `create` made for exactly this
 * amount.
 */
export const read = (
  payment: PaymentReference,
  value: Readonly<Record<string, unknown>>,
): QueryOutcome => {
  const word = textOf(value, 'txStatus').slice(0, 64);
  if (word === '') return unknown('GrabPay told no status');
  const status = txStatus(word);
  const providerReference = textOf(value, 'txID').slice(0, 100);
  const number = textOf(value, 'partnerTxID');
  if (number !== '' && number !== payment.orderNumber)
    return unknown('GrabPay answered about another order');
  return {
    kind: 'found',
    status,
    providerStatus: word,
    amount: payment.amount,
    ...(providerReference ? { providerReference } : {}),
    ...(status === 'failed' ? { failureReason: failureReason(textOf(value, 'reason')) } : {}),
  };
};

const refusal = (reply: Exclude<GrabReply, { kind: 'done' }>): QueryOutcome => {
  if (reply.kind !== 'refused') return unknown(reply.detail);
  if (reply.status === 404) return { kind: 'not_found', detail: reply.message };
  return {
    kind: 'unknown',
    detail: reply.message,
    reason: refusalReason(reply.status, reply.message),
  };
};
