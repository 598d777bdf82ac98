import { z } from 'zod';
import { currencySchema, type Money, parseDecimalAmount } from '../../domain/money/money.ts';

const text = z.string().max(300);

/** The parts of a payment that decide something. */
export const paymentSchema = z.object({
  paymentId: text.min(1),
  paymentStatus: text,
  amountTransaction: z.object({
    clientCorrelator: text.nullish(),
    referenceCode: text,
    paymentAmount: z.object({
      chargingInformation: z.object({ amount: z.number(), currency: text }),
    }),
  }),
  validationInfo: z
    .object({
      action: text,
      authorizationId: text.nullish(),
      validationURL: z.string().max(2_000).nullish(),
    })
    .nullish(),
});
export type OperatorPayment = z.infer<typeof paymentSchema>;

/** A JSON number of at most three decimals, exactly. */
export const amountOf = (amount: number, currency: string): Money | undefined => {
  const known = currencySchema.safeParse(currency).data;
  return known && parseDecimalAmount(String(amount), known);
};

export const paidAmountOf = ({ amountTransaction }: OperatorPayment): Money | undefined => {
  const { amount, currency } = amountTransaction.paymentAmount.chargingInformation;
  return amountOf(amount, currency);
};
