import { MAX_CALLBACK_BYTES } from '../../contract/environment.ts';
import type { RejectionReason, VerifiedNotification } from '../../domain/callbacks/notification.ts';
import {
  attemptIdFromProviderOrderNumber,
  refundIdFromProviderRefundNumber,
} from '../../domain/identity/ids.ts';
import { parseDecimalAmount } from '../../domain/money/money.ts';
import type { NotificationOutcome, RawCallback } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { formFields } from '../wire/form-fields.ts';
import type { AlipayContext } from './config.ts';
import { isSigned, signedText } from './sign.ts';
import { tradeStatus } from './status.ts';
import { keysNamed, verifyingKeys } from './verifying-keys.ts';

/** The fields that decide something; none of them may hide inside another field's value (see `signedText`). */
const HIDDEN_FIELD =
  /&(?:app_id|auth_app_id|seller_id|notify_type|out_trade_no|trade_no|trade_status|total_amount|refund_fee|gmt_refund|out_biz_no)=/;

/**
 * Verifies what Alipay posted: a form, signed over its decoded values. Its age is not judged: repeats come a day later, a paid
 * order stays paid, and a message that is applied twice changes nothing.
 */
export const notification = async (
  context: AlipayContext,
  { httpMethod, query, body }: RawCallback,
): Promise<NotificationOutcome> => {
  if (query.length + body.length > MAX_CALLBACK_BYTES)
    return rejected('too_large', `more than ${MAX_CALLBACK_BYTES} bytes`);
  if (httpMethod.toUpperCase() !== 'POST') return rejected('malformed', 'not a POST');
  const read = formFields(
    Buffer.from(body)
      .toString('latin1')
      .replace(/[\r\n]+$/, ''),
  );
  if (read.kind === 'malformed') return rejected('malformed', read.detail);
  const { fields } = read;
  const doubt = signatureDoubt(context, fields) ?? accountDoubt(context, fields);
  if (doubt) return doubt;
  const type = textField(fields, 'notify_type', 64);
  if (type !== 'trade_status_sync')
    return { kind: 'verified', notification: { kind: 'other', providerStatus: type } };
  if (!/^[A-Za-z0-9._|-]{1,64}$/.test(fields.get('out_trade_no') ?? ''))
    return rejected('malformed', 'no usable "out_trade_no"');
  return {
    kind: 'verified',
    notification: isAboutRefund(fields) ? refundOf(fields) : paymentOf(fields),
  };
};

const rejected = (reason: RejectionReason, detail: string): NotificationOutcome => ({
  kind: 'rejected',
  reason,
  detail,
});

/** Every reason not to believe that Alipay wrote it, cheapest first. */
const signatureDoubt = (
  { config, credentials }: AlipayContext,
  fields: Fields,
): NotificationOutcome | undefined => {
  if ([...fields.keys()].some((name) => !/^[\w.[\]-]{1,64}$/.test(name)))
    return rejected('malformed', 'a field has a name that Alipay does not use');
  if ([...fields.values()].some((value) => HIDDEN_FIELD.test(value)))
    return rejected('malformed', 'a value could be read as another field');
  const signature = fields.get('sign') ?? '';
  if (signature === '') return rejected('signature_missing', 'no "sign"');
  const type = (fields.get('sign_type') ?? '').toUpperCase();
  if (type !== '' && type !== 'RSA2')
    return rejected('signature_invalid', `this account takes RSA2, not ${type.slice(0, 32)}`);
  const keys = verifyingKeys(config, credentials);
  if (keys.length === 0)
    return rejected('credentials_blank', 'this account has no key to verify with');
  const named = keysNamed(keys, textField(fields, 'alipay_cert_sn', 64));
  return signedTexts(fields).some((text) => isSigned(text, signature, named))
    ? undefined
    : rejected('signature_invalid', 'the signature does not match');
};

/**
 * All fields but `sign` and `sign_type` are signed. The SDKs differ on empty ones, which Alipay hardly ever sends: an empty
 * field says nothing here either way.
 */
const signedTexts = (fields: Fields): string[] => {
  const all = [...fields].filter(([name]) => name !== 'sign' && name !== 'sign_type');
  const filled = all.filter(([, value]) => value !== '');
  return (filled.length < all.length ? [all, filled] : [all]).map((part) =>
    signedText(new Map(part)),
  );
};

/** Whose app, in whose name, and who gets the money: each must be this account's. */
const accountDoubt = (
  { config }: AlipayContext,
  fields: Fields,
): NotificationOutcome | undefined => {
  if (textField(fields, 'app_id', 64) !== config.appId)
    return rejected('wrong_account', 'signed for another app');
  const actsFor = textField(fields, 'auth_app_id', 64);
  const isOwnApp = config.accessMode === 'merchant' && actsFor === '';
  if (!isOwnApp && actsFor !== (config.authAppId ?? config.appId))
    return rejected('wrong_account', 'signed for another merchant of this app');
  const isAboutMoney = textField(fields, 'notify_type', 64) === 'trade_status_sync';
  return isAboutMoney && textField(fields, 'seller_id', 64) !== config.sellerId
    ? rejected('wrong_account', 'another seller gets the money')
    : undefined;
};

/**
 * A refund is told in the same form as the payment, and with the status that the trade has now: `TRADE_SUCCESS` after a part,
 * `TRADE_CLOSED` after all of it. It must not be taken for a second payment.
 */
const isAboutRefund = (fields: Fields): boolean =>
  textField(fields, 'refund_fee', 40) !== '' || textField(fields, 'gmt_refund', 40) !== '';

const paymentOf = (fields: Fields): VerifiedNotification => {
  const orderNumber = textField(fields, 'out_trade_no', 64);
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  const word = textField(fields, 'trade_status', 64);
  const amount = parseDecimalAmount(textField(fields, 'total_amount', 40), 'CNY');
  const providerReference = textField(fields, 'trade_no', 64);
  return {
    kind: 'payment',
    ...(attemptId ? { attemptId } : {}),
    providerOrderNumber: orderNumber,
    ...(providerReference ? { providerReference } : {}),
    status: tradeStatus(word),
    providerStatus: word,
    ...(amount ? { amount } : {}),
  };
};

/** Only refunds that succeeded are told, and these are the statuses that a trade has afterwards. */
const REFUNDED = new Set(['TRADE_SUCCESS', 'TRADE_CLOSED', 'TRADE_FINISHED']);

/**
 * `out_biz_no` is the number that the refund was asked for under. `refund_fee` is the sum of all refunds of this trade, not
 * this one's amount: so none is told.
 */
const refundOf = (fields: Fields): VerifiedNotification => {
  const orderNumber = textField(fields, 'out_trade_no', 64);
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  const refundNumber = textField(fields, 'out_biz_no', 64);
  const refundId = refundIdFromProviderRefundNumber(refundNumber);
  const word = textField(fields, 'trade_status', 64);
  return {
    kind: 'refund',
    ...(refundId ? { refundId } : { providerReference: foreignRefund(fields, refundNumber) }),
    ...(attemptId ? { attemptId } : {}),
    providerOrderNumber: orderNumber,
    status: REFUNDED.has(word) ? 'succeeded' : 'unknown',
    providerStatus: word,
  };
};

/** A name for a refund that was not made here: repeats of its notification must be the same refund. */
const foreignRefund = (fields: Fields, refundNumber: string): string =>
  refundNumber || `${textField(fields, 'trade_no', 64)} ${textField(fields, 'gmt_refund', 40)}`;
