import { z } from 'zod';
import { createAttempt } from '#shared/contract/api/checkout.ts';
import { type PaymentMethod, paymentMethodSchema } from '#shared/domain/channels/channel.ts';
import type { Problem } from './view/page.ts';

export type PayForm = {
  /** What the buyer typed and chose, as it came, for showing it again. */
  readonly typed: Readonly<Record<string, string>>;
} & (
  | {
      readonly kind: 'choice';
      readonly method: PaymentMethod;
      readonly phone?: string | undefined;
      readonly bank?: string | undefined;
      readonly contact?: string | undefined;
      /** With the method, when it was chosen in the form for what that method asks. */
      readonly again: { readonly method?: PaymentMethod };
      readonly fingerprint?: string | undefined;
      /** The page's script began without a tap. */
      readonly byItself: boolean;
    }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly method?: PaymentMethod }
);

const { phone, bank, contact, fingerprint } = createAttempt.body.shape;
const methodSchema = z.object({ method: paymentMethodSchema });

/** Fields whose content is shown again when something was wrong. */
const TYPED = ['phone', 'bank', 'contact'];
const MAX_TYPED = 200;

/** Reads the page's form. Spaces and dashes in a phone number are its reader's; a country code is never guessed. */
export const readPayForm = (text: string): PayForm => {
  const fields = Object.fromEntries(new URLSearchParams(text));
  const typed = Object.fromEntries(
    Object.entries(fields)
      .filter(([name, value]) => TYPED.includes(name) && value.trim() !== '')
      .map(([name, value]) => [name, value.slice(0, MAX_TYPED)]),
  );
  const choice = methodSchema.safeParse(fields);
  if (!choice.success) return { typed, kind: 'problem', problem: 'invalid_choice' };
  const { method } = choice.data;
  const dialled = phone.safeParse(fields.phone?.replaceAll(/[\s().-]/g, '') || undefined);
  if (!dialled.success) return { typed, kind: 'problem', problem: 'invalid_phone', method };
  const chosen = bank.safeParse(fields.bank || undefined);
  if (!chosen.success) return { typed, kind: 'problem', problem: 'invalid_choice', method };
  // A contact is asked for in every form: the one that it was typed into is shown again.
  const again = 'phone' in fields || 'bank' in fields ? { method } : {};
  const buyer = contact.safeParse(typed.contact);
  if (!buyer.success) return { typed, kind: 'problem', problem: 'invalid_contact', ...again };
  return {
    typed,
    kind: 'choice',
    method,
    again,
    phone: dialled.data,
    bank: chosen.data,
    contact: buyer.data,
    fingerprint: fingerprint.parse(fields.fingerprint),
    byItself: fields.by_itself === '1',
  };
};
