import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FortumoContext } from './config.ts';

/** What is reported to an address. */
export interface Subject {
  readonly orderNumber: string;
  readonly refundNumber?: string;
}

/**
 * Where Fortumo reports one payment, or one of its refunds. Nothing in a callback is signed: that its sender knows this address is
 * all the proof there is, so the address is told to Fortumo alone (never to a browser) and is good for this subject alone.
 */
export const callbackAddress = (
  { notifyUrl, credentials }: Pick<FortumoContext, 'notifyUrl' | 'credentials'>,
  subject: Subject,
): string =>
  `${notifyUrl}?${new URLSearchParams({
    order: subject.orderNumber,
    ...(subject.refundNumber === undefined ? {} : { refund: subject.refundNumber }),
    token: addressToken(credentials.notificationKey, subject),
  })}`;

const addressToken = (key: string, { orderNumber, refundNumber = '' }: Subject): string =>
  createHmac('sha256', key).update(`${orderNumber}\n${refundNumber}`).digest('base64url');

/** A blank key never verifies: everybody can make its tokens. */
export const isAddressToken = (key: string, subject: Subject, token: string): boolean => {
  const expected = Buffer.from(addressToken(key, subject));
  const given = Buffer.from(token);
  return key.trim() !== '' && given.length === expected.length && timingSafeEqual(given, expected);
};
