import { z } from 'zod';
import { captureStatus } from './status.ts';

const text = z.string().max(300);

const captureSchema = z.object({
  id: text,
  status: text,
  amount: z.unknown(),
});

/** The parts of an order that decide something. */
export const orderSchema = z.object({
  id: text.min(1),
  status: text,
  purchase_units: z
    .array(
      z.object({
        reference_id: text.nullish(),
        custom_id: text.nullish(),
        amount: z.unknown(),
        payee: z.object({ merchant_id: text.nullish() }).nullish(),
        payments: z.object({ captures: z.array(captureSchema).nullish() }).nullish(),
      }),
    )
    .min(1),
});
export type PaypalOrder = z.infer<typeof orderSchema>;

/** Our order number, wherever PayPal hands it back. */
export const orderNumberOf = ({ purchase_units: [unit] }: PaypalOrder): string =>
  unit?.custom_id ?? unit?.reference_id ?? '';

/** The capture that took the money; as long as there is none, the newest one. */
export const captureOf = ({ purchase_units: [unit] }: PaypalOrder) => {
  const captures = unit?.payments?.captures ?? [];
  return captures.find(({ status }) => captureStatus(status) === 'succeeded') ?? captures.at(-1);
};
