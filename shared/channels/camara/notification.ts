import { MAX_CALLBACK_BYTES } from '../../contract/environment.ts';
import type { RejectionReason } from '../../domain/callbacks/notification.ts';
import {
  attemptIdFromProviderOrderNumber,
  refundIdFromProviderRefundNumber,
} from '../../domain/identity/ids.ts';
import type { NotificationOutcome, RawCallback } from '../channel.ts';
import { bytesOf, textField } from '../wire/fields.ts';
import { formFields } from '../wire/form-fields.ts';
import type { CamaraContext } from './config.ts';
import { isSinkToken } from './sink.ts';
import { eventStatus } from './status.ts';

const TYPE = /^org\.camaraproject\.carrier-billing(?:-refund)?\.v\d+[a-z0-9.]*\.([a-z-]{1,60})$/;

/**
 * A CloudEvent with the bearer token that the payment was made with. Nobody signs its body, so nothing in it counts: the
 * numbers are those of the address, to which the token is tied, and the operator is asked what happened.
 */
export const notification = async (
  { credentials }: CamaraContext,
  { headers, query, body }: RawCallback,
): Promise<NotificationOutcome> => {
  if (query.length + body.length > MAX_CALLBACK_BYTES)
    return rejected('too_large', `more than ${MAX_CALLBACK_BYTES} bytes`);
  const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/i.exec(headers.authorization ?? '')?.[1];
  if (!token) return rejected('signature_missing', 'no bearer token');
  const key = credentials.notificationKey;
  if (key.trim() === '')
    return rejected('credentials_blank', 'this account has no key to verify with');
  const read = formFields(bytesOf(query));
  if (read.kind === 'malformed') return rejected('malformed', read.detail);
  const orderNumber = textField(read.fields, 'order', 65);
  const refundNumber = textField(read.fields, 'refund', 65);
  if (!/^[A-Za-z0-9]{1,64}$/.test(orderNumber))
    return rejected('malformed', 'the address names no order');
  const subject = { orderNumber, ...(refundNumber ? { refundNumber } : {}) };
  if (!isSinkToken(key, subject, token))
    return rejected('signature_invalid', 'the token does not belong to this address');
  const word = eventWord(body);
  if (word === undefined) return rejected('malformed', 'not a CloudEvent in UTF-8');
  return { kind: 'verified', notification: hint(orderNumber, refundNumber, word) };
};

const rejected = (reason: RejectionReason, detail: string): NotificationOutcome => ({
  kind: 'rejected',
  reason,
  detail,
});

/** The last part of the event's type; the whole of a type that is not known. */
const eventWord = (body: Uint8Array): string | undefined => {
  try {
    const event: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    const type = (event as { type?: unknown } | null)?.type;
    if (typeof type !== 'string' || type === '') return undefined;
    return TYPE.exec(type)?.[1] ?? type.slice(0, 120);
  } catch {
    return undefined;
  }
};

const hint = (
  orderNumber: string,
  refundNumber: string,
  word: string,
): Extract<NotificationOutcome, { kind: 'verified' }>['notification'] => {
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  if (refundNumber !== '') {
    const refundId = refundIdFromProviderRefundNumber(refundNumber);
    return {
      kind: 'refund',
      ...(refundId ? { refundId } : {}),
      ...(attemptId ? { attemptId } : {}),
      providerOrderNumber: orderNumber,
      status: 'unknown',
      providerStatus: word,
    };
  }
  return {
    kind: 'payment',
    ...(attemptId ? { attemptId } : {}),
    providerOrderNumber: orderNumber,
    status: eventStatus(word),
    providerStatus: word,
    isHint: true,
  };
};
