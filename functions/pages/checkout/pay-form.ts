import { z } from 'zod';
import { createAttempt } from '#shared/contract/api/checkout.ts';
import { type PaymentMethod, paymentMethodSchema } from '#shared/domain/channels/channel.ts';
import type { Problem } from './view-context.ts';

export type PayForm =
  | {
      readonly kind: 'choice';
      readonly method: PaymentMethod;
      readonly phone?: string | undefined;
      readonly bank?: string | undefined;
      readonly fingerprint?: string | undefined;
    }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly method?: PaymentMethod };

const { phone, bank, fingerprint } = createAttempt.body.shape;
const methodSchema = z.object({ method: paymentMethodSchema });

/** Reads the page's form. Spaces and dashes in a phone number are its reader's; a country code is never guessed. */
export const readPayForm = (text: string): PayForm => {
  const fields = Object.fromEntries(new URLSearchParams(text));
  const choice = methodSchema.safeParse(fields);
  if (!choice.success) return { kind: 'problem', problem: 'invalid_choice' };
  const { method } = choice.data;
  const typed = phone.safeParse(fields.phone?.replaceAll(/[\s().-]/g, '') || undefined);
  if (!typed.success) return { kind: 'problem', problem: 'invalid_phone', method };
  const chosen = bank.safeParse(fields.bank || undefined);
  if (!chosen.success) return { kind: 'problem', problem: 'invalid_choice', method };
  return {
    kind: 'choice',
    method,
    phone: typed.data,
    bank: chosen.data,
    fingerprint: fingerprint.parse(fields.fingerprint),
  };
};
