import { MAX_CALLBACK_BYTES } from '../../contract/environment.ts';
import type { RejectionReason } from '../../domain/callbacks/notification.ts';
import type { NotificationOutcome, RawCallback } from '../channel.ts';
import { jsonObjectOf, textIn } from '../wire/json-object.ts';
import { certificateAt } from './certificate.ts';
import { callPaypal } from './client.ts';
import type { PaypalContext } from './config.ts';
import { payeeOf, readEvent } from './event.ts';
import { ALGORITHM, type Transmission, verifyTransmission } from './sign.ts';

/** The headers that carry the signature, or are covered by it. */
export const SIGNATURE_HEADERS = [
  'paypal-transmission-id',
  'paypal-transmission-time',
  'paypal-transmission-sig',
  'paypal-cert-url',
  'paypal-auth-algo',
] as const;

/**
 * Verifies an event without PayPal's help: its signature covers the webhook's id and the body's checksum, its certificate is
 * fetched from PayPal alone. Where the certificate cannot be had, PayPal itself is asked about the message. Messages have no
 * time limit: a redelivery keeps its time.
 */
export const notification = async (
  context: PaypalContext,
  { headers, query, body }: RawCallback,
): Promise<NotificationOutcome> => {
  if (query.length + body.length > MAX_CALLBACK_BYTES)
    return rejected('too_large', `more than ${MAX_CALLBACK_BYTES} bytes`);
  const { webhookId } = context.credentials;
  const transmission: Transmission = {
    id: headers['paypal-transmission-id'] ?? '',
    time: headers['paypal-transmission-time'] ?? '',
    signature: headers['paypal-transmission-sig'] ?? '',
  };
  if (Object.values(transmission).includes(''))
    return rejected('signature_missing', 'no "paypal-transmission-…" headers');
  if (webhookId.trim() === '')
    return rejected('credentials_blank', 'this account has no webhook id to verify with');
  if (headers['paypal-auth-algo'] !== ALGORITHM)
    return rejected('signature_invalid', `only ${ALGORITHM} is taken`);
  const certificateUrl = headers['paypal-cert-url'] ?? '';
  const found = await certificateAt(context, certificateUrl);
  if (found.kind === 'refused') return rejected('signature_invalid', found.detail);
  if (found.kind === 'unavailable') {
    const doubt = await askPaypal(context, { transmission, certificateUrl, body });
    if (doubt) return doubt;
  } else {
    const key = found.certificate.publicKey;
    if (!verifyTransmission(transmission, { webhookId, body, key }))
      return rejected('signature_invalid', 'the signature does not match');
  }
  return read(context, body);
};

const rejected = (reason: RejectionReason, detail: string): NotificationOutcome => ({
  kind: 'rejected',
  reason,
  detail,
});

const read = ({ config }: PaypalContext, body: Uint8Array): NotificationOutcome => {
  const event = jsonObjectOf(body);
  const type = textIn(event, 'event_type', 120);
  const resource = event?.resource;
  if (type === '' || typeof resource !== 'object' || resource === null)
    return rejected('malformed', 'not an event');
  const payee = payeeOf(resource as Readonly<Record<string, unknown>>);
  if (config.merchantId && payee && payee !== config.merchantId)
    return rejected('wrong_account', 'an event of another account');
  const notification = readEvent(type, resource as Readonly<Record<string, unknown>>);
  return notification
    ? { kind: 'verified', notification }
    : rejected('malformed', `an event of the type ${type} without what that has`);
};

/** PayPal's own check; the event is embedded byte for byte, because its checksum is what was signed. */
const askPaypal = async (
  context: PaypalContext,
  {
    transmission,
    certificateUrl,
    body,
  }: { transmission: Transmission; certificateUrl: string; body: Uint8Array },
): Promise<NotificationOutcome | undefined> => {
  if (!jsonObjectOf(body)) return rejected('malformed', 'not JSON in UTF-8');
  const question = JSON.stringify({
    auth_algo: ALGORITHM,
    cert_url: certificateUrl,
    transmission_id: transmission.id,
    transmission_sig: transmission.signature,
    transmission_time: transmission.time,
    webhook_id: context.credentials.webhookId,
  });
  const raw = Buffer.from(body).toString('utf8');
  const reply = await callPaypal(context, 'POST', 'v1/notifications/verify-webhook-signature', {
    body: `${question.slice(0, -1)},"webhook_event":${raw}}`,
  });
  if (reply.kind !== 'done')
    return {
      kind: 'unavailable',
      detail: reply.kind === 'refused' ? reply.message : reply.detail,
    };
  return textIn(reply.value, 'verification_status') === 'SUCCESS'
    ? undefined
    : rejected('signature_invalid', 'PayPal does not know this message');
};
