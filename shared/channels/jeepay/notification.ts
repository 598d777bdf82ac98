import { MAX_CALLBACK_BYTES } from '../../contract/environment.ts';
import type {
  PaymentNotification,
  RefundNotification,
  RejectionReason,
} from '../../domain/callbacks/notification.ts';
import {
  attemptIdFromProviderOrderNumber,
  refundIdFromProviderRefundNumber,
} from '../../domain/identity/ids.ts';
import type { NotificationOutcome, RawCallback } from '../channel.ts';
import { bytesOf, type Fields, textField } from '../wire/fields.ts';
import { formFields } from '../wire/form-fields.ts';
import type { JeepayContext } from './config.ts';
import { amountOf } from './query.ts';
import { verifySignature } from './sign.ts';
import { orderState, refundState } from './status.ts';

/** The fields that decide something; none of them may hide inside another field's value. */
const HIDDEN_FIELD = /&(?:amount|appId|mchNo|mchOrderNo|mchRefundNo|refundAmount|state)=/i;

/**
 * Verifies what the gateway posted: the open engine puts the fields into the query of a POST without a body, documents speak
 * of a form. Payments and refunds share the address; a refund names `mchRefundNo`.
 */
export const notification = async (
  { config, credentials }: JeepayContext,
  { query, body }: RawCallback,
): Promise<NotificationOutcome> => {
  if (query.length + body.length > MAX_CALLBACK_BYTES)
    return rejected('too_large', `more than ${MAX_CALLBACK_BYTES} bytes`);
  const posted = Buffer.from(body).toString('latin1').trim();
  if (query !== '' && posted !== '')
    return rejected('malformed', 'fields both in the query and in the body');
  const read = formFields(posted === '' ? bytesOf(query) : posted);
  if (read.kind === 'malformed') return rejected('malformed', read.detail);
  const { fields } = read;
  const doubt = doubtOf(fields, credentials.appSecret);
  if (doubt) return doubt;
  if (
    textField(fields, 'mchNo', 64) !== config.mchNo ||
    textField(fields, 'appId', 64) !== config.appId
  )
    return rejected('wrong_account', 'signed for another merchant or application');
  if (fields.has('mchRefundNo')) return { kind: 'verified', notification: refundOf(fields) };
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(textField(fields, 'mchOrderNo', 65)))
    return rejected('malformed', 'no usable "mchOrderNo"');
  return { kind: 'verified', notification: paymentOf(fields) };
};

const rejected = (reason: RejectionReason, detail: string): NotificationOutcome => ({
  kind: 'rejected',
  reason,
  detail,
});

const doubtOf = (fields: Fields, secret: string): NotificationOutcome | undefined => {
  if ([...fields.keys()].some((name) => !/^[\w.[\]-]{1,64}$/.test(name)))
    return rejected('malformed', 'a field has a name that no gateway uses');
  if ([...fields.values()].some((value) => HIDDEN_FIELD.test(value)))
    return rejected('malformed', 'a value could be read as another field');
  const signature = fields.get('sign') ?? '';
  if (signature === '') return rejected('signature_missing', 'no "sign"');
  if (secret.trim() === '')
    return rejected('credentials_blank', 'this account has no secret to verify with');
  return verifySignature(fields, secret, signature)
    ? undefined
    : rejected('signature_invalid', 'the signature does not match');
};

const paymentOf = (fields: Fields): PaymentNotification => {
  const orderNumber = textField(fields, 'mchOrderNo', 64);
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  const word = textField(fields, 'state', 64);
  const amount = amountOf(fields, 'amount');
  const providerReference = textField(fields, 'payOrderId', 64);
  return {
    kind: 'payment',
    ...(attemptId ? { attemptId } : {}),
    providerOrderNumber: orderNumber,
    ...(providerReference ? { providerReference } : {}),
    status: orderState(word),
    providerStatus: word,
    ...(amount ? { amount } : {}),
  };
};

const refundOf = (fields: Fields): RefundNotification => {
  const refundId = refundIdFromProviderRefundNumber(textField(fields, 'mchRefundNo', 64));
  const word = textField(fields, 'state', 64);
  const amount = amountOf(fields, 'refundAmount');
  const providerReference = textField(fields, 'refundOrderId', 64);
  return {
    kind: 'refund',
    ...(refundId ? { refundId } : {}),
    ...(providerReference ? { providerReference } : {}),
    status: refundState(word),
    providerStatus: word,
    ...(amount ? { amount } : {}),
  };
};
