import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { MAX_CALLBACK_BYTES } from '../../contract/environment.ts';
import type { RejectionReason } from '../../domain/callbacks/notification.ts';
import { attemptIdFromProviderOrderNumber } from '../../domain/identity/ids.ts';
import { currencySchema, MAX_MINOR, money } from '../../domain/money/money.ts';
import type { NotificationOutcome, RawCallback } from '../channel.ts';
import { type SandboxContext, TEST_MODE_ONLY } from './config.ts';
import { statusOf } from './status.ts';

export const SIGNATURE_HEADER = 'sandbox-signature';

const messageSchema = z.strictObject({
  account: z.string(),
  order: z.string().regex(/^[A-Za-z0-9]{1,64}$/),
  reference: z.string().max(64),
  status: z.string().max(64),
  currency: z.string(),
  minor: z.unknown(),
});

/** Notifications that a developer sends: JSON with an HMAC-SHA256 of the body, in hex, in `sandbox-signature`. */
export const notification = async (
  { mode, config, credentials }: SandboxContext,
  { headers, query, body }: RawCallback,
): Promise<NotificationOutcome> => {
  if (query.length + body.length > MAX_CALLBACK_BYTES)
    return rejected('too_large', `more than ${MAX_CALLBACK_BYTES} bytes`);
  const signature = headers[SIGNATURE_HEADER] ?? '';
  if (signature === '') return rejected('signature_missing', `no "${SIGNATURE_HEADER}" header`);
  if (credentials.key.trim() === '')
    return rejected('credentials_blank', 'this account has no key to verify with');
  if (!isSigned(body, credentials.key, signature))
    return rejected('signature_invalid', 'the signature does not match');
  const message = readMessage(body);
  if (!message) return rejected('malformed', 'not a message of the sandbox');
  if (mode !== 'test') return rejected('wrong_account', TEST_MODE_ONLY);
  if (message.account !== config.account)
    return rejected('wrong_account', 'signed for another account');
  const attemptId = attemptIdFromProviderOrderNumber(message.order);
  const amount = amountOf(message);
  return {
    kind: 'verified',
    notification: {
      kind: 'payment',
      ...(attemptId ? { attemptId } : {}),
      providerOrderNumber: message.order,
      providerReference: message.reference,
      status: statusOf(message.status),
      providerStatus: message.status,
      ...(amount ? { amount } : {}),
    },
  };
};

const rejected = (reason: RejectionReason, detail: string): NotificationOutcome => ({
  kind: 'rejected',
  reason,
  detail,
});

const isSigned = (body: Uint8Array, key: string, signature: string): boolean => {
  if (!/^[0-9a-f]{64}$/.test(signature)) return false;
  const expected = createHmac('sha256', key).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
};

const readMessage = (body: Uint8Array): z.infer<typeof messageSchema> | undefined => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return messageSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

const amountOf = ({ currency, minor }: z.infer<typeof messageSchema>) => {
  const known = currencySchema.safeParse(currency).data;
  if (!known || typeof minor !== 'number' || !Number.isSafeInteger(minor) || minor < 0)
    return undefined;
  return BigInt(minor) > MAX_MINOR ? undefined : money(known, minor);
};
