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
      readonly fingerprint?: string | undefined;
      /** The page's script began without a tap. */
      readonly byItself: boolean;
    }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly method?: PaymentMethod }
);

const { phone, bank, fingerprint } = createAttempt.body.shape;
const methodSchema = z.object({ method: paymentMethodSchema });

/** Fields whose content is shown again when something was wrong. */
const TYPED = ['phone', 'bank'];
const MAX_TYPED = 200;

/** Reads the page's form. Spaces and dashes in a phone number are its reader's; a country code is never guessed. */
export const readPayForm = (text: string): PayForm => {
  const fields = Object.fromEntries(new URLSearchParams(text));
  const typed = Object.fromEntries(
    Object.entries(fields)
      .filter(([name, value]) => TYPED.includes(name) && value !== '')
      .map(([name, value]) => [name, value.slice(0, MAX_TYPED)]),
  );
  const choice = methodSchema.safeParse(fields);
  if (!choice.success) return { typed, kind: 'problem', problem: 'invalid_choice' };
  const { method } = choice.data;
  const dialled = phone.safeParse(fields.phone?.replaceAll(/[\s().-]/g, '') || undefined);
  if (!dialled.success) return { typed, kind: 'problem', problem: 'invalid_phone', method };
  const chosen = bank.safeParse(fields.bank || undefined);
  if (!chosen.success) return { typed, kind: 'problem', problem: 'invalid_choice', method };
  return {
    typed,
    kind: 'choice',
    method,
    phone: dialled.data,
    bank: chosen.data,
    fingerprint: fingerprint.parse(fields.fingerprint),
    byItself: fields.by_itself === '1',
  };
};
