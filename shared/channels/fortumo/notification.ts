import { MAX_CALLBACK_BYTES } from '../../contract/environment.ts';
import type { RejectionReason } from '../../domain/callbacks/notification.ts';
import type { NotificationOutcome, RawCallback } from '../channel.ts';
import { bytesOf, textField } from '../wire/fields.ts';
import { formFields } from '../wire/form-fields.ts';
import { jsonObjectOf, textIn } from '../wire/json-object.ts';
import { isAddressToken, type Subject } from './callback-address.ts';
import type { FortumoContext } from './config.ts';
import { readEvent } from './event.ts';

/**
 * A callback to an address that only Fortumo was told. Nobody signs its body; that of a payment is believed all the same,
 * because there is nobody to ask, and must be about the subject and the account of its address.
 */
export const notification = async (
  { config, credentials }: FortumoContext,
  { query, body }: RawCallback,
): Promise<NotificationOutcome> => {
  if (query.length + body.length > MAX_CALLBACK_BYTES)
    return rejected('too_large', `more than ${MAX_CALLBACK_BYTES} bytes`);
  const read = formFields(bytesOf(query));
  if (read.kind === 'malformed') return rejected('malformed', read.detail);
  const token = textField(read.fields, 'token', 100);
  if (token === '') return rejected('signature_missing', 'the address has no token');
  const key = credentials.notificationKey;
  if (key.trim() === '')
    return rejected('credentials_blank', 'this account has no key to verify with');
  const orderNumber = textField(read.fields, 'order', 65);
  const refundNumber = textField(read.fields, 'refund', 65);
  if (!/^[A-Za-z0-9]{1,64}$/.test(orderNumber))
    return rejected('malformed', 'the address names no order');
  const subject: Subject = { orderNumber, ...(refundNumber ? { refundNumber } : {}) };
  if (!isAddressToken(key, subject, token))
    return rejected('signature_invalid', 'the token does not belong to this address');
  const event = jsonObjectOf(body);
  if (!event) return rejected('malformed', 'not a JSON object in UTF-8');
  if (textIn(event, 'merchant') !== config.merchantId)
    return rejected('wrong_account', 'it is about another merchant');
  if (textIn(event, 'operation_reference') !== (subject.refundNumber ?? orderNumber))
    return rejected('signature_invalid', 'it is about something else than its address');
  return readEvent(subject, event) ?? rejected('malformed', 'it names no state');
};

const rejected = (reason: RejectionReason, detail: string): NotificationOutcome => ({
  kind: 'rejected',
  reason,
  detail,
});
