import { z } from 'zod';
import type { BuyerHabit } from './buyer-habit.ts';
import type { Order } from './order.ts';

/** Something@something.tld; whoever reads the mail is the only proof of an address. */
const EMAIL = /^[^\s@\p{C}]+@[^\s@\p{C}]+\.[^\s@\p{C}]+$/u;
/** With or without a country code: nothing is sent to it by us. */
const PHONE = /^\+?\d{3,15}$/;
const PHONE_MARKS = /[\s().-]/g;

/** How a contact is kept: a phone number without the marks that people write between its digits. */
const plain = (text: string): string => {
  const trimmed = text.trim();
  const digits = trimmed.replaceAll(PHONE_MARKS, '');
  return PHONE.test(digits) ? digits : trimmed;
};

/** An e-mail address or a phone number, as a buyer types it. */
export const buyerContactSchema = z
  .string()
  .overwrite(plain)
  .min(3)
  .max(128)
  .refine(
    (text) => EMAIL.test(text) || PHONE.test(text),
    'must be an e-mail address or a phone number',
  );

/** Whether two contacts are one, however they are written. */
export const isSameContact = (a: string, b: string): boolean =>
  plain(a).toLowerCase() === plain(b).toLowerCase();

/** The contact that a buyer gave while paying, and what is known of who has it. */
export interface GivenContact {
  readonly contact: string;
  readonly buyer: BuyerHabit;
}

/** Whether a contact came with the order. It is the shop's word, and no buyer changes it. */
export const hasOwnContact = ({
  contact,
  contactBy,
}: Pick<Order, 'contact' | 'contactBy'>): boolean => contact !== undefined && contactBy !== 'buyer';

/** What a buyer's contact changes in the order; nothing when the shop gave one, or it is known already. */
export const contactChange = (
  order: Pick<Order, 'contact' | 'contactBy'>,
  given: GivenContact | undefined,
): Pick<Order, 'contact' | 'contactBy' | 'buyer'> | undefined =>
  given === undefined || hasOwnContact(order) || order.contact === given.contact
    ? undefined
    : { ...given, contactBy: 'buyer' };
