import { z } from 'zod';

const text = (max: number) => z.string().trim().min(1).max(max);

/**
 * Where a person sends money that could not go back to where it came from, e.g. because the buyer closed that bank
 * account: the merchant's own account, who then pays the buyer by hand, or another account of the buyer.
 */
export const refundReceiverSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('merchant') }),
  z.strictObject({
    kind: z.literal('buyer'),
    bank: text(64).describe("The provider's word for the bank, e.g. `ICBC_DEBIT`."),
    account: z
      .string()
      .trim()
      .regex(/^[0-9 ]{6,40}$/, 'must be an account or card number, digits only')
      .transform((digits) => digits.replaceAll(' ', '')),
    name: text(80).describe('Whose account it is.'),
  }),
]);
export type RefundReceiver = z.infer<typeof refundReceiverSchema>;
