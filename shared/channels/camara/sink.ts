import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CamaraContext } from './config.ts';

/** What an event is about: its body names the operator's number only, so its address carries ours. */
export interface SinkSubject {
  readonly orderNumber: string;
  readonly refundNumber?: string;
}

/** How long after its payment a token is good for events: refunds and bills come late. */
const TOKEN_DAYS = 90;

/** The address and the bearer token for events of one payment, or of one of its refunds. */
export const sinkOf = (
  { notifyUrl, credentials, now }: CamaraContext,
  subject: SinkSubject,
): object => ({
  sink: `${notifyUrl}?${new URLSearchParams({
    order: subject.orderNumber,
    ...(subject.refundNumber === undefined ? {} : { refund: subject.refundNumber }),
  })}`,
  sinkCredential: {
    credentialType: 'ACCESSTOKEN',
    accessToken: sinkToken(credentials.notificationKey, subject),
    accessTokenExpiresUtc: new Date(now.getTime() + TOKEN_DAYS * 86_400_000).toISOString(),
    accessTokenType: 'bearer',
  },
});

/** Ties the token to the numbers in the address: one that leaked is good for its own payment alone. */
export const sinkToken = (key: string, { orderNumber, refundNumber = '' }: SinkSubject): string =>
  createHmac('sha256', key).update(`${orderNumber}\n${refundNumber}`).digest('base64url');

/** A blank key never verifies: everybody can make its tokens. */
export const isSinkToken = (key: string, subject: SinkSubject, token: string): boolean => {
  const expected = Buffer.from(sinkToken(key, subject));
  const given = Buffer.from(token);
  return key.trim() !== '' && given.length === expected.length && timingSafeEqual(given, expected);
};
