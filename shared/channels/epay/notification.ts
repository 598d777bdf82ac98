import { MAX_CALLBACK_BYTES } from '../../contract/environment.ts';
import type { RejectionReason } from '../../domain/callbacks/notification.ts';
import { attemptIdFromProviderOrderNumber } from '../../domain/identity/ids.ts';
import { parseDecimalAmount } from '../../domain/money/money.ts';
import type { NotificationOutcome, RawCallback } from '../channel.ts';
import { bytesOf, type Fields, textField } from '../wire/fields.ts';
import { formFields } from '../wire/form-fields.ts';
import { jsonFields, type ReadFields } from '../wire/json-fields.ts';
import { readRsaKey } from '../wire/rsa-key.ts';
import type { EpayContext } from './config.ts';
import { verifyMd5, verifyRsa } from './sign.ts';
import { tradeStatus } from './status.ts';

/** The `sign_type` words of each protocol. The configuration picks the algorithm; the message never does. */
const SIGN_TYPES = { v1: ['MD5'], v2: ['RSA', 'SHA256WITHRSA'] } as const;

/** The fields that decide something; none of them may hide inside another field's value (see `signedText`). */
const HIDDEN_FIELD = /&(?:pid|trade_no|out_trade_no|money|trade_status)=/;

/**
 * Verifies what a gateway reported: GET with a query, POST with a form or POST with JSON, all with the same fields.
 * v2 messages carry a `timestamp`, but their age is not judged: repeats come hours later, a paid order stays paid,
 * and a message that is applied twice changes nothing.
 */
export const notification = async (
  context: EpayContext,
  callback: RawCallback,
): Promise<NotificationOutcome> => {
  if (callback.query.length + callback.body.length > MAX_CALLBACK_BYTES) {
    return rejected('too_large', `more than ${MAX_CALLBACK_BYTES} bytes`);
  }
  const read = readFields(callback);
  if (read.kind === 'malformed') return rejected('malformed', read.detail);
  const { fields } = read;
  const doubt = doubtOf(context, fields);
  if (doubt) return doubt;
  const orderNumber = textField(fields, 'out_trade_no', 65);
  const word = textField(fields, 'trade_status', 64);
  const amount = parseDecimalAmount(textField(fields, 'money', 40), 'CNY');
  const providerReference = textField(fields, 'trade_no', 64);
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  return {
    kind: 'verified',
    notification: {
      kind: 'payment',
      ...(attemptId ? { attemptId } : {}),
      providerOrderNumber: orderNumber,
      ...(providerReference ? { providerReference } : {}),
      status: tradeStatus(word),
      providerStatus: word,
      ...(amount ? { amount } : {}),
    },
  };
};

const rejected = (reason: RejectionReason, detail: string): NotificationOutcome => ({
  kind: 'rejected',
  reason,
  detail,
});

/** Gateways mislabel bodies, so a body's first character tells JSON from a form, not its content type. */
const readFields = ({ httpMethod, query, body }: RawCallback): ReadFields => {
  const posted = httpMethod.toUpperCase() === 'POST' ? Buffer.from(body).toString('latin1') : '';
  if (/^\s*$/.test(posted)) return formFields(bytesOf(query));
  if (!/^(?:\xEF\xBB\xBF)?\s*\{/.test(posted)) return formFields(posted.replace(/[\r\n]+$/, ''));
  try {
    return jsonFields(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return { kind: 'malformed', detail: 'the JSON is not UTF-8' };
  }
};

/** Every reason not to believe a message, cheapest first. */
const doubtOf = (
  { config, credentials }: EpayContext,
  fields: Fields,
): NotificationOutcome | undefined => {
  if ([...fields.keys()].some((name) => !/^[\w.[\]-]{1,64}$/.test(name))) {
    return rejected('malformed', 'a field has a name that no gateway uses');
  }
  if ([...fields.values()].some((value) => HIDDEN_FIELD.test(value))) {
    return rejected('malformed', 'a value could be read as another field');
  }
  const signature = fields.get('sign') ?? '';
  if (signature === '') return rejected('signature_missing', 'no "sign"');
  const signType = (fields.get('sign_type') ?? '').toUpperCase();
  if (signType !== '' && !(SIGN_TYPES[config.protocol] as readonly string[]).includes(signType)) {
    return rejected(
      'signature_invalid',
      `a ${config.protocol} account does not take ${signType.slice(0, 32)}`,
    );
  }
  const key = config.protocol === 'v2' ? credentials.platformPublicKey : credentials.key;
  if (!key?.trim()) return rejected('credentials_blank', 'this account has no key to verify with');
  const valid =
    config.protocol === 'v2'
      ? verifiesRsa(fields, key, signature)
      : verifyMd5(fields, key, signature);
  if (!valid) return rejected('signature_invalid', 'the signature does not match');
  if (fields.get('pid') !== config.pid) {
    return rejected('wrong_account', 'signed for another merchant number');
  }
  if (!/^[A-Za-z0-9._|-]{1,64}$/.test(fields.get('out_trade_no') ?? '')) {
    return rejected('malformed', 'no usable "out_trade_no"');
  }
  return undefined;
};

const verifiesRsa = (fields: Fields, publicKey: string, signature: string): boolean => {
  const key = readRsaKey(publicKey, 'public');
  return key !== undefined && verifyRsa(fields, key, signature);
};
