import type { RefundOutcome, RefundRequest } from '../channel.ts';
import { callAsBuyer, type GrabReply, partnerPath, textOf } from './client.ts';
import type { GrabpayContext } from './config.ts';
import { refundStatus, saysNumberIsKnown } from './status.ts';

const unknown = (detail: string): RefundOutcome => ({ kind: 'unknown', detail });

/** `refund` with the token of the buyer who paid, under our refund number. */
export const refund = async (
  context: GrabpayContext,
  request: RefundRequest,
): Promise<RefundOutcome> => {
  const { kept: token, providerReference } = request;
  if (!token || !providerReference)
    return {
      kind: 'did_not_happen',
      reason: 'the buyer’s token of this payment was lost; pay back in the GrabPay portal',
    };
  if (request.refundAmount.minor > request.amount.minor)
    return { kind: 'did_not_happen', reason: 'more than was paid' };
  const reply = await callAsBuyer(context, 'POST', partnerPath(context, 'refund'), {
    token,
    body: {
      partnerTxID: request.refundNumber,
      partnerGroupTxID: request.orderNumber,
      amount: Number(request.refundAmount.minor),
      currency: request.refundAmount.currency,
      originTxID: providerReference,
      description: request.reason.slice(0, 200) || 'refund',
      merchantID: context.config.merchantId,
    },
  });
  if (isKnown(reply)) return ask(context, request, token);
  switch (reply.kind) {
    case 'done':
      return read(request, reply.value);
    case 'not_sent':
      return { kind: 'did_not_happen', reason: reply.detail, transient: true };
    case 'no_answer':
      return unknown(reply.detail);
    case 'refused':
      // The buyer's token is over, and it is what the refund can be asked about with: an earlier call may have paid back.
      if (reply.status === 401)
        return {
          kind: 'unknown',
          detail: `GrabPay takes the buyer’s token no more (${reply.message}): look in its portal whether it was paid back`,
          personActs: true,
        };
      if (UNCLEAR.includes(reply.status)) return unknown(reply.message);
      return {
        kind: 'did_not_happen',
        reason: reply.message,
        ...(reply.status === 429 ? { transient: true } : {}),
      };
  }
};

/** Timed out, in conflict, too early: none of them says that nothing happened. */
const UNCLEAR: readonly number[] = [408, 409, 425];

const isKnown = (reply: GrabReply): boolean =>
  (reply.kind === 'refused' && saysNumberIsKnown(reply.message)) ||
  (reply.kind === 'done' && saysNumberIsKnown(textOf(reply.value, 'txStatus')));

const ask = async (
  context: GrabpayContext,
  request: RefundRequest,
  token: string,
): Promise<RefundOutcome> => {
  const path = partnerPath(
    context,
    `refund/${request.refundNumber}/status?currency=${request.refundAmount.currency}`,
  );
  const reply = await callAsBuyer(context, 'GET', path, { token });
  if (reply.kind === 'done') return read(request, reply.value);
  return unknown(reply.kind === 'refused' ? reply.message : reply.detail);
};

const read = (
  { orderNumber, refundNumber }: RefundRequest,
  value: Readonly<Record<string, unknown>>,
): RefundOutcome => {
  const number = textOf(value, 'partnerTxID');
  if (number !== '' && number !== refundNumber && number !== orderNumber)
    return unknown('GrabPay answered about another refund');
  const word = textOf(value, 'txStatus').slice(0, 64);
  const reference = textOf(value, 'txID').slice(0, 100);
  const providerReference = reference ? { providerReference: reference } : {};
  switch (refundStatus(word)) {
    case 'succeeded':
      return { kind: 'succeeded', ...providerReference };
    case 'pending':
      return { kind: 'pending', ...providerReference };
    case 'failed':
      return {
        kind: 'did_not_happen',
        reason: textOf(value, 'reason') || 'GrabPay says it failed',
      };
    case 'unknown':
      return unknown(`a refund status that is not known: ${word}`);
  }
};
