import { MAX_CALLBACK_BYTES } from '../../contract/environment.ts';
import type { PaymentNotification, RejectionReason } from '../../domain/callbacks/notification.ts';
import { attemptIdFromProviderOrderNumber } from '../../domain/identity/ids.ts';
import { type Currency, parseDecimalAmount } from '../../domain/money/money.ts';
import type { NotificationOutcome, RawCallback } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { jsonFields } from '../wire/json-fields.ts';
import { currencyOf, type EpusdtContext } from './config.ts';
import { STYLES } from './number-text.ts';
import { verifySignature } from './sign.ts';
import { orderStatus } from './status.ts';

/** Fields that no text may hide in its value: the signed text reads two ways otherwise. */
const HIDDEN_FIELD = /&(?:amount|actual_amount|order_id|status|token|trade_id)=/;

/**
 * Verifies what a gateway posted. Not only "paid" is reported: older BEpusdt versions also tell, signed, that an order
 * waits. Messages name no merchant: a gateway has one, and its token is its own.
 */
export const notification = async (
  { config, credentials }: EpusdtContext,
  { query, body }: RawCallback,
): Promise<NotificationOutcome> => {
  if (query.length + body.length > MAX_CALLBACK_BYTES)
    return rejected('too_large', `more than ${MAX_CALLBACK_BYTES} bytes`);
  const read = readMessage(body);
  if (read.kind === 'malformed') return rejected('malformed', read.detail);
  const { fields, numbers } = read;
  if (!fields.get('signature')) return rejected('signature_missing', 'no "signature"');
  const token = credentials.apiToken;
  if (token.trim() === '')
    return rejected('credentials_blank', 'this account has no token to verify with');
  if (!verifySignature(fields, { token, numbers, style: STYLES[config.dialect] }))
    return rejected('signature_invalid', 'the signature does not match');
  const orderNumber = textField(fields, 'order_id', 65);
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(orderNumber))
    return rejected('malformed', 'no usable "order_id"');
  return { kind: 'verified', notification: payment(fields, orderNumber, currencyOf(config)) };
};

const rejected = (reason: RejectionReason, detail: string): NotificationOutcome => ({
  kind: 'rejected',
  reason,
  detail,
});

const readMessage = (
  body: Uint8Array,
):
  | { readonly kind: 'fields'; readonly fields: Fields; readonly numbers: ReadonlySet<string> }
  | { readonly kind: 'malformed'; readonly detail: string } => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const read = jsonFields(text);
    if (read.kind === 'malformed') return read;
    if ([...read.fields.values()].some((value) => HIDDEN_FIELD.test(value)))
      return { kind: 'malformed', detail: 'a value could be read as another field' };
    const numbers = Object.entries(JSON.parse(text) as Record<string, unknown>)
      .filter(([, value]) => typeof value === 'number')
      .map(([name]) => name);
    return { ...read, numbers: new Set(numbers) };
  } catch {
    return { kind: 'malformed', detail: 'not JSON in UTF-8' };
  }
};

/** The order's own price: what was paid on the chain matched the amount that the gateway asked for it. */
const payment = (fields: Fields, orderNumber: string, currency: Currency): PaymentNotification => {
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  const word = textField(fields, 'status', 64);
  const providerReference = textField(fields, 'trade_id', 64);
  const amount = parseDecimalAmount(textField(fields, 'amount', 40), currency);
  return {
    kind: 'payment',
    ...(attemptId ? { attemptId } : {}),
    providerOrderNumber: orderNumber,
    ...(providerReference ? { providerReference } : {}),
    status: orderStatus(word),
    providerStatus: word,
    ...(amount ? { amount } : {}),
  };
};
