import { MAX_CALLBACK_BYTES } from '../../contract/environment.ts';
import type { RejectionReason } from '../../domain/callbacks/notification.ts';
import {
  attemptIdFromProviderOrderNumber,
  refundIdFromProviderRefundNumber,
} from '../../domain/identity/ids.ts';
import type { NotificationOutcome, RawCallback } from '../channel.ts';
import { jsonObjectOf } from '../wire/json-object.ts';
import type { GrabpayContext } from './config.ts';
import { verifyCall } from './sign.ts';
import { refundStatus, txStatus } from './status.ts';

/** The headers that carry the signature, or are covered by it. The signature is good for this one message. */
export const SIGNATURE_HEADERS = ['authorization', 'content-type', 'date'] as const;

/**
 * Verifies a notification: JSON with the partner's HMAC in `Authorization`, in the form of our own calls. That form is from
 * memory, so even a message that verifies only makes us ask.
 */
export const notification = async (
  { config, credentials, notifyUrl }: GrabpayContext,
  { httpMethod, headers, query, body }: RawCallback,
): Promise<NotificationOutcome> => {
  if (query.length + body.length > MAX_CALLBACK_BYTES)
    return rejected('too_large', `more than ${MAX_CALLBACK_BYTES} bytes`);
  const [, partnerId = '', signature = ''] =
    /^([^:]{1,100}):([A-Za-z0-9+/=]{20,100})$/.exec(headers.authorization ?? '') ?? [];
  if (signature === '') return rejected('signature_missing', 'no "Authorization"');
  const secret = credentials.partnerSecret;
  if (secret.trim() === '')
    return rejected('credentials_blank', 'this account has no secret to verify with');
  const call = {
    method: httpMethod,
    contentType: headers['content-type'] ?? '',
    date: headers.date ?? '',
    path: `${new URL(notifyUrl).pathname}${query ? `?${query}` : ''}`,
    body,
  };
  if (!verifyCall(call, secret, signature))
    return rejected('signature_invalid', 'the signature does not match');
  if (partnerId !== config.partnerId)
    return rejected('wrong_account', 'signed for another partner');
  const message = jsonObjectOf(body);
  const number = String(message?.partnerTxID ?? '').slice(0, 65);
  if (!message || !/^[A-Za-z0-9_-]{1,64}$/.test(number))
    return rejected('malformed', 'not a message with a "partnerTxID"');
  return { kind: 'verified', notification: hint(message, number) };
};

const rejected = (reason: RejectionReason, detail: string): NotificationOutcome => ({
  kind: 'rejected',
  reason,
  detail,
});

const hint = (
  message: Readonly<Record<string, unknown>>,
  number: string,
): Extract<NotificationOutcome, { kind: 'verified' }>['notification'] => {
  const word = String(message.txStatus ?? message.status ?? '').slice(0, 64);
  const providerReference = String(message.txID ?? '').slice(0, 100);
  const reference = providerReference === '' ? {} : { providerReference };
  const refundId = refundIdFromProviderRefundNumber(number);
  if (refundId)
    return {
      kind: 'refund',
      refundId,
      ...reference,
      status: refundStatus(word),
      providerStatus: word,
    };
  const attemptId = attemptIdFromProviderOrderNumber(number);
  return {
    kind: 'payment',
    ...(attemptId ? { attemptId } : {}),
    providerOrderNumber: number,
    ...reference,
    status: txStatus(word),
    providerStatus: word,
    isHint: true,
  };
};
