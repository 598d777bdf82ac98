import { z } from 'zod';
import type { Money } from '../../domain/money/money.ts';
import { readAmount } from './amount.ts';

const text = z.string().max(200);
const optionalText = text.optional();

/** A payment as queries and notifications tell it; with a service provider under other names of the account. */
const transactionSchema = z.object({
  appid: optionalText,
  mchid: optionalText,
  sp_appid: optionalText,
  sp_mchid: optionalText,
  sub_appid: optionalText,
  sub_mchid: optionalText,
  out_trade_no: z.string().regex(/^[\w|*@-]{1,64}$/),
  transaction_id: optionalText,
  trade_state: text,
  amount: z.object({ total: z.unknown(), currency: z.unknown() }).partial().nullish(),
});
export type Transaction = z.infer<typeof transactionSchema>;

/** @returns `undefined` when it is none */
export const readTransaction = (value: unknown): Transaction | undefined =>
  transactionSchema.safeParse(value).data;

/** What was ordered, which is what the merchant gets: `payer_total` is less by coupons that others pay for. */
export const orderedAmount = ({ amount }: Transaction): Money | undefined =>
  readAmount(amount?.total, amount?.currency);
