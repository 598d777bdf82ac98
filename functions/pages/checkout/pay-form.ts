import { z } from 'zod';
import { createAttempt } from '#shared/contract/api/checkout.ts';
import { type PaymentMethod, paymentMethodSchema } from '#shared/domain/channels/channel.ts';
import type { Problem, ViewContext } from './view-context.ts';

export type PayForm =
  | {
      readonly kind: 'choice';
      readonly method: PaymentMethod;
      readonly phone?: string | undefined;
      readonly bank?: string | undefined;
      readonly contact?: string | undefined;
      readonly typed: Typed;
    }
  | {
      readonly kind: 'problem';
      readonly problem: Problem;
      readonly method?: PaymentMethod;
      readonly typed: Typed;
    };

/** As the buyer wrote it. */
export type Typed = NonNullable<ViewContext['typed']>;

const { phone, bank, contact } = createAttempt.body.shape;
const methodSchema = z.object({ method: paymentMethodSchema });

/** Of a field that has to be shown again. */
const MAX_KEPT = 200;

/** Reads the page's form. Spaces and dashes in a phone number are its reader's; a country code is never guessed. */
export const readPayForm = (text: string): PayForm => {
  const fields = Object.fromEntries(new URLSearchParams(text));
  const typed: Typed = {
    contact: fields.contact?.trim().slice(0, MAX_KEPT) || undefined,
    phone: fields.phone?.slice(0, MAX_KEPT),
  };
  const choice = methodSchema.safeParse(fields);
  if (!choice.success) return { kind: 'problem', problem: 'invalid_choice', typed };
  const { method } = choice.data;
  const number = phone.safeParse(fields.phone?.replaceAll(/[\s().-]/g, '') || undefined);
  if (!number.success) return { kind: 'problem', problem: 'invalid_phone', method, typed };
  const chosen = bank.safeParse(fields.bank || undefined);
  if (!chosen.success) return { kind: 'problem', problem: 'invalid_choice', method, typed };
  const buyer = contact.safeParse(typed.contact);
  if (!buyer.success) return { kind: 'problem', problem: 'invalid_contact', method, typed };
  return {
    kind: 'choice',
    method,
    phone: number.data,
    bank: chosen.data,
    contact: buyer.data,
    typed,
  };
};
